import type { JSX } from 'preact';

import type { Notice, Notices } from './notices.js';

/** One line over the page, where it pushes nothing aside; problems interrupt a screen reader. */
export function NoticeLine({ notices }: { readonly notices: Notices }): JSX.Element {
  const notice = notices.current.value;
  const dismiss = (): void => notices.dismiss();
  return (
    <div class="notices">
      {/* Both stay, since what comes together with its role may go unheard. */}
      <div role="status">{notice?.tone === 'news' && <Line {...{ notice, dismiss }} />}</div>
      <div role="alert">{notice?.tone === 'problem' && <Line {...{ notice, dismiss }} />}</div>
    </div>
  );
}

function Line(props: { readonly notice: Notice; readonly dismiss: () => void }): JSX.Element {
  const { notice, dismiss } = props;
  return (
    <div class={`notice ${notice.tone}`}>
      <p>{notice.text}</p>
      <button type="button" aria-label="Put this message away" onClick={dismiss}>
        ×
      </button>
    </div>
  );
}
