import type { JSX } from 'preact';

import { backends } from '../../engine/backends.js';
import { download } from '../../ui/download.js';
import { drawPixels, PixelCanvas } from '../../ui/pixel-canvas.js';
import type { WarpSession } from './warp-session.js';

/** The warped picture and what it took. */
export function OutputFigure({ session }: { readonly session: WarpSession }): JSX.Element {
  const output = session.output.value;
  const moving = session.moving.value;
  const [height, width] = session.setting.value.outputSize;
  const shape = width > height ? 'wide' : 'tall';
  return (
    <figure class="frame">
      <figcaption>
        <b>Output</b> <span class="number">{`${width} × ${height}`}</span>
      </figcaption>
      <div class="square">
        <div class={`picture output ${shape}`} style={{ aspectRatio: String(width / height) }}>
          <PixelCanvas pixels={output} name="The warped picture" className="output-canvas" />
          {!output && <p class="loading">Starting …</p>}
        </div>
      </div>
      <Figures session={session} />
      <div class="actions">
        <button type="button" aria-pressed={moving} onClick={() => session.move(!moving)}>
          {moving ? 'Hold still' : 'Let it move'}
        </button>
        <button
          type="button"
          disabled={!output}
          onClick={() => void savePng(session).catch(() => {})}
        >
          Save as PNG
        </button>
      </div>
    </figure>
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
  if (blob) download('warped.png', blob);
}
