import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

import type { Notices } from '../../app/notices.js';
import { backends } from '../../engine/messages.js';
import { PlainError } from '../../plain-error.js';
import { download } from '../../ui/controls.js';
import { useSlowly } from '../../ui/use-slowly.js';
import { fullOutput } from './full-output.js';
import { Before, Magnifier } from './output-tools.js';
import { drawPixels, PixelCanvas } from './pixel-canvas.js';
import type { PictureState, WarpSession } from './warp-session.js';

const waiting: Readonly<Record<PictureState, string>> = {
  loading: 'Starting …',
  there: 'Starting …',
  missing: 'There is no picture yet. Choose one.',
};

/** The warped picture. */
export function OutputFigure({ session }: { readonly session: WarpSession }): JSX.Element {
  const output = session.output.value;
  const [before, setBefore] = useState(0);
  const [magnified, setMagnified] = useState(false);
  const [height, width] = session.outputSize;
  const shape = width > height ? 'wide' : 'tall';
  return (
    <figure class="frame">
      <figcaption>
        <b>Output</b> <span class="number">{`${width} × ${height}`}</span>
        <Tools {...{ before, setBefore, magnified, setMagnified }} />
      </figcaption>
      <div class="square">
        <div
          class={`picture output ${shape}`}
          style={{ aspectRatio: String(width / height) }}
          aria-busy={session.behind.value}
        >
          <PixelCanvas pixels={output} name="The warped picture" className="output-canvas" />
          {before > 0 && <Before picture={session.picture.value} share={before} />}
          {output && magnified && <Magnifier pixels={output} />}
          {!output && <p class="loading">{waiting[session.pictureState.value]}</p>}
          {output && session.slow.value && <p class="computing">Computing …</p>}
        </div>
      </div>
    </figure>
  );
}

/** A slider between the picture before and the output, and a switch for the magnifier. */
function Tools(props: {
  readonly before: number;
  readonly setBefore: (share: number) => void;
  readonly magnified: boolean;
  readonly setMagnified: (on: boolean) => void;
}): JSX.Element {
  const { before, setBefore, magnified, setMagnified } = props;
  return (
    <span class="tools">
      <label>
        Before
        <input
          type="range"
          min={0}
          max={1}
          step={0.01}
          value={before}
          aria-label="Share of the picture before"
          onInput={({ currentTarget }) => setBefore(currentTarget.valueAsNumber)}
        />
      </label>
      <label>
        <input
          type="checkbox"
          checked={magnified}
          onChange={({ currentTarget }) => setMagnified(currentTarget.checked)}
        />
        Magnifier
      </label>
    </span>
  );
}

/** The timing of the warp, and what can be done with its output. */
export function OutputBar(props: {
  readonly session: WarpSession;
  readonly notices: Notices;
}): JSX.Element {
  const { session, notices } = props;
  return (
    <div class="output-bar">
      <div class="actions">
        <MoveButton session={session} />
        <button
          type="button"
          disabled={!session.output.value}
          onClick={() => void savePng(session).catch((error: unknown) => notices.problem(error))}
        >
          Save as PNG
        </button>
        <button type="button" onClick={() => void copyLink(notices)}>
          Copy link
        </button>
      </div>
      <Figures session={session} />
    </div>
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
  // New text lays out the whole stage again, which takes longer than a warp.
  const { kernel, frame, frameRate } = useSlowly(session.timing.value, 250);
  const { backend } = session.setting.value;
  const time = (ms: number): string => (Number.isFinite(ms) ? `${ms.toFixed(1)} ms` : '–');
  return (
    <dl class="figures">
      <div title="From θ to the finished tensor">
        <dt>Warp</dt>
        <dd class="number" data-figure="kernel-time">
          {time(kernel)}
        </dd>
      </div>
      <div title="With everything on the way to the screen: messages, reading back, bytes">
        <dt>Frame</dt>
        <dd class="number" data-figure="frame-time">
          {time(frame)}
        </dd>
      </div>
      <div>
        <dt>Shown</dt>
        <dd class="number" data-figure="frame-rate">
          {frameRate > 1 ? `${frameRate} fps` : '–'}
        </dd>
      </div>
      <div>
        <dt>By</dt>
        <dd>{backends[backend].short}</dd>
      </div>
    </dl>
  );
}

async function copyLink(notices: Notices): Promise<void> {
  try {
    await navigator.clipboard.writeText(window.location.href);
    notices.tell('news', 'The link to this setting is copied to the clipboard.');
  } catch {
    notices.tell('problem', 'The clipboard is not available here. Copy the address of the page.');
  }
}

async function savePng(session: WarpSession): Promise<void> {
  const output = await fullOutput(session);
  if (!output) return;
  const canvas = document.createElement('canvas');
  drawPixels(canvas, output);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new PlainError('The picture could not be saved. Try a smaller output size.');
  download('warped.png', blob);
}
