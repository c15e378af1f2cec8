import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import type { Notices } from '../../app/notices.js';
import { Segments } from '../../ui/controls.js';
import { CodePanel } from './code-panel.js';
import { InputFigure } from './input-figure.js';
import { OutputBar, OutputFigure } from './output-figure.js';
import { PicturePanel } from './picture-panel.js';
import { followAddress, showAddressed } from './samples.js';
import { SamplingPanel } from './sampling-panel.js';
import { TransformPanel } from './transform-panel.js';
import type { WarpSession } from './warp-session.js';

/** On a narrow screen the pictures stand side by side, or one is shown alone and larger. */
const views = [
  ['both', 'Both'],
  ['input', 'Input'],
  ['output', 'Output'],
] as const;

/** The first room: a picture with handles on it. */
export function WarpRoom(props: {
  readonly session: WarpSession;
  readonly notices: Notices;
}): JSX.Element {
  const { session } = props;
  useEffect(() => {
    if (!session.picture.peek()) void showAddressed(session);
    const stop = followAddress(session);
    return () => {
      stop();
      // Stops camera and animation when the room is left.
      session.still();
    };
  }, []);
  return (
    <main class="room">
      <header class="intro">
        <h1 tabIndex={-1}>Warp</h1>
        <p>
          A transform maps every pixel of the output to <em>a place in the input</em>. Drag its
          handles.
        </p>
      </header>
      <Work {...props} />
      <aside class="controls" aria-label="Settings">
        <PicturePanel session={session} />
        <TransformPanel session={session} />
        <SamplingPanel session={session} />
      </aside>
    </main>
  );
}

/** What one works on: the pictures and the code. */
function Work(props: { readonly session: WarpSession; readonly notices: Notices }): JSX.Element {
  const { session } = props;
  const [view, setView] = useState<(typeof views)[number][0]>('both');
  return (
    <div class={`work tall view-${view}`}>
      <div class="stage">
        <Segments title="Shown" value={view} options={views} onChange={setView} />
        <div class="pair">
          <InputFigure session={session} />
          <OutputFigure session={session} />
        </div>
        <OutputBar {...props} />
      </div>
      <CodePanel {...props} />
    </div>
  );
}
