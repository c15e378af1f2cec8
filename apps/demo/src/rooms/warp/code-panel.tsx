import type { JSX } from 'preact';

import type { Notices } from '../../app/notices.js';
import { useSlowly } from '../../ui/use-slowly.js';
import { codeFor } from './code-for.js';
import type { WarpSession } from './warp-session.js';

/** The code for the current setting. */
export function CodePanel(props: {
  readonly session: WarpSession;
  readonly notices: Notices;
}): JSX.Element {
  const { session, notices } = props;
  // Layout of the text takes longer than a warp.
  const code = useSlowly(currentCode(session), 200);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(currentCode(session));
      notices.tell('news', 'The code is copied to the clipboard.');
    } catch {
      notices.tell('problem', 'The clipboard is not available here. Select the code and copy it.');
    }
  };
  return (
    <section class="code">
      <header>
        <h2>The code for this</h2>
        <button type="button" onClick={() => void copy()}>
          Copy
        </button>
      </header>
      {/* Focusable, because it scrolls. */}
      <pre tabIndex={0} role="region" aria-label="Code for this setting">
        <code>{code}</code>
      </pre>
    </section>
  );
}

function currentCode(session: WarpSession): string {
  const picture = session.picture.value;
  return codeFor(session.setting.value, picture ? picture.width / picture.height : 1);
}
