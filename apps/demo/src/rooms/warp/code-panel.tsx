import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

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
  const [open, setOpen] = useState(() => window.matchMedia(WIDE).matches);
  return (
    <section class="code">
      <header>
        <button
          type="button"
          class="fold"
          aria-expanded={open}
          aria-controls="code"
          onClick={() => setOpen(!open)}
        >
          The code for this
        </button>
        <button type="button" onClick={() => void copy()}>
          Copy
        </button>
      </header>
      {open && <Code code={code} />}
    </section>
  );
}

/** A screen with room for the code; the same as in layout.css. */
const WIDE = '(min-width: 901px)';

/** The code, scrolled to θ; the imports are above. */
function Code({ code }: { readonly code: string }): JSX.Element {
  const box = useRef<HTMLPreElement>(null);
  const theta = useRef<HTMLSpanElement>(null);
  const start = code.indexOf('const theta');
  const linesAbove = code.slice(0, start).split('\n').length;
  useLayoutEffect(() => {
    if (box.current && theta.current) box.current.scrollTop = theta.current.offsetTop - GAP;
  }, [linesAbove]);
  return (
    // Focusable, because it scrolls.
    <pre id="code" ref={box} tabIndex={0} role="region" aria-label="Code for this setting">
      <code>
        {code.slice(0, start)}
        <span ref={theta}>{code.slice(start)}</span>
      </code>
    </pre>
  );
}

/** Space above θ, in pixels; less than a line, of which a part would show. */
const GAP = 3;

function currentCode(session: WarpSession): string {
  return codeFor(session.setting.value, session.aspect);
}
