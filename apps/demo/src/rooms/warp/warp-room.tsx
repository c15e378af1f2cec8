import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';

import type { Notices } from '../../app/notices.js';
import { CodePanel } from './code-panel.js';
import { InputFigure } from './input-figure.js';
import { OutputFigure } from './output-figure.js';
import { PicturePanel, showSample } from './picture-panel.js';
import { SamplingPanel } from './sampling-panel.js';
import { TransformPanel } from './transform-panel.js';
import type { WarpSession } from './warp-session.js';

/** The first room: a picture with handles on it. */
export function WarpRoom(props: {
  readonly session: WarpSession;
  readonly notices: Notices;
}): JSX.Element {
  const { session, notices } = props;
  useEffect(() => {
    if (!session.picture.peek()) void showSample(session);
    // Stops camera and animation when the room is left.
    return () => session.still();
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
      <div class="stage">
        <div class="pair">
          <InputFigure session={session} />
          <OutputFigure session={session} notices={notices} />
        </div>
      </div>
      <aside class="controls" aria-label="Settings">
        <PicturePanel session={session} />
        <TransformPanel session={session} />
        <SamplingPanel session={session} />
      </aside>
      <div class="more">
        <CodePanel session={session} notices={notices} />
      </div>
    </main>
  );
}
