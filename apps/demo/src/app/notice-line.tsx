import type { JSX } from 'preact';

import type { Notices } from './notices.js';

/** One line over the page, where it pushes nothing aside. */
export function NoticeLine({ notices }: { readonly notices: Notices }): JSX.Element {
  const notice = notices.current.value;
  return (
    <div class="notices" role="status" aria-live="polite">
      {notice && (
        <div class={`notice ${notice.tone}`}>
          <p>{notice.text}</p>
          <button
            type="button"
            aria-label="Put this message away"
            onClick={() => notices.dismiss()}
          >
            ×
          </button>
        </div>
      )}
    </div>
  );
}
