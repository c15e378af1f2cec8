import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';

import type { Notices } from '../../app/notices.js';
import { readPicture } from '../../pictures/read-picture.js';
import { samples } from '../../pictures/samples.js';
import { CodePanel } from './code-panel.js';
import { InputFigure } from './input-figure.js';
import { OutputFigure } from './output-figure.js';
import { PicturePanel } from './picture-panel.js';
import { SamplingPanel } from './sampling-panel.js';
import { showSample } from './show-sample.js';
import { TransformPanel } from './transform-panel.js';
import type { WarpSession } from './warp-session.js';

/** The first room: a picture, and handles on it. */
export function WarpRoom(props: {
  readonly session: WarpSession;
  readonly notices: Notices;
}): JSX.Element {
  const { session, notices } = props;
  useEffect(() => {
    if (session.picture.peek()) return;
    void showSample(session, samples[0]).catch((error: unknown) => notices.problem(error));
  }, []);
  return (
    <main
      class="room"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => takeDrop(event, session, notices)}
    >
      <header class="intro">
        <h1>Warp</h1>
        <p>
          A transform says, for every pixel of the output, <em>where in the input to look</em>. Take
          hold of it.
        </p>
      </header>
      <div class="stage">
        <div class="pair">
          <InputFigure session={session} />
          <OutputFigure session={session} />
        </div>
        <CodePanel session={session} notices={notices} />
      </div>
      <aside class="controls" aria-label="Settings">
        <PicturePanel session={session} notices={notices} />
        <TransformPanel session={session} />
        <SamplingPanel session={session} />
      </aside>
    </main>
  );
}

function takeDrop(event: DragEvent, session: WarpSession, notices: Notices): void {
  event.preventDefault();
  const file = event.dataTransfer?.files[0];
  if (!file) return;
  readPicture(file)
    .then((picture) => session.show(picture))
    .catch((error: unknown) => notices.problem(error));
}
