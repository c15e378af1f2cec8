import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

import type { Notices } from '../../app/notices.js';
import { backends, type Pixels } from '../../engine/messages.js';
import { PlainError } from '../../plain-error.js';
import { download } from '../../ui/controls.js';
import type { PictureState, WarpSession } from './warp-session.js';

const waiting: Readonly<Record<PictureState, string>> = {
  loading: 'Starting …',
  there: 'Starting …',
  missing: 'There is no picture yet. Choose one.',
};

/** The warped picture with its timing. */
export function OutputFigure(props: {
  readonly session: WarpSession;
  readonly notices: Notices;
}): JSX.Element {
  const { session, notices } = props;
  const output = session.output.value;
  const [height, width] = session.setting.value.outputSize;
  const shape = width > height ? 'wide' : 'tall';
  return (
    <figure class="frame">
      <figcaption>
        <b>Output</b> <span class="number">{`${width} × ${height}`}</span>
      </figcaption>
      <div class="square">
        <div
          class={`picture output ${shape}`}
          style={{ aspectRatio: String(width / height) }}
          aria-busy={session.behind.value}
        >
          <PixelCanvas pixels={output} name="The warped picture" className="output-canvas" />
          {!output && <p class="loading">{waiting[session.pictureState.value]}</p>}
          {output && session.slow.value && <p class="computing">Computing …</p>}
        </div>
      </div>
      <Figures session={session} />
      <div class="actions">
        <MoveButton session={session} />
        <button
          type="button"
          disabled={!output}
          onClick={() => void savePng(session).catch((error: unknown) => notices.problem(error))}
        >
          Save as PNG
        </button>
      </div>
    </figure>
  );
}

function MoveButton({ session }: { readonly session: WarpSession }): JSX.Element {
  const moving = session.moving.value;
  return (
    <button type="button" class={moving ? 'main' : ''} onClick={() => session.move(!moving)}>
      {moving ? 'Stop' : 'Animate'}
    </button>
  );
}

function Figures({ session }: { readonly session: WarpSession }): JSX.Element {
  const { milliseconds, frameRate } = session.timing.value;
  const { backend } = session.setting.value;
  return (
    <dl class="figures">
      <div>
        <dt>Warp</dt>
        <dd class="number" data-figure="milliseconds">
          {Number.isFinite(milliseconds) ? `${milliseconds.toFixed(1)} ms` : '–'}
        </dd>
      </div>
      <div>
        <dt>Shown</dt>
        <dd class="number" data-figure="frame-rate">
          {frameRate > 1 ? `${frameRate} / s` : '–'}
        </dd>
      </div>
      <div>
        <dt>By</dt>
        <dd>{backends[backend].short}</dd>
      </div>
    </dl>
  );
}

async function savePng(session: WarpSession): Promise<void> {
  const output = session.output.value;
  if (!output) return;
  const canvas = document.createElement('canvas');
  drawPixels(canvas, output);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new PlainError('The picture could not be saved. Try a smaller output size.');
  download('warped.png', blob);
}

/** A picture on a canvas. */
export function PixelCanvas(props: {
  readonly pixels: Pixels | undefined;
  readonly name: string;
  readonly className?: string;
}): JSX.Element {
  const { pixels, name, className = '' } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (canvas.current && pixels) drawPixels(canvas.current, pixels);
  }, [pixels]);
  return (
    <canvas ref={canvas} class={className} width={1} height={1} role="img" aria-label={name} />
  );
}

/** Draws a picture on a canvas of the same size. */
function drawPixels(canvas: HTMLCanvasElement, { width, height, bytes }: Pixels): void {
  // Setting the size clears a canvas, which flickers.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  canvas.getContext('2d')?.putImageData(new ImageData(bytes, width, height), 0, 0);
}
