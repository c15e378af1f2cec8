import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';

import { Panel, Slider } from '../../ui/controls.js';
import type { LearnSession } from '../learn/learn-session.js';
import { NetLine } from '../learn/net-panel.js';
import type { DrawSession } from './draw-session.js';
import { exampleDrawings } from './drawing.js';
import { Pad } from './pad.js';
import { Reading } from './reading.js';

interface DrawRoomProps {
  readonly session: DrawSession;
  readonly net: LearnSession;
}

/** The third room: the user's own digits, rectified and read. */
export function DrawRoom({ session, net }: DrawRoomProps): JSX.Element {
  useEffect(() => {
    void net.open();
    return session.follow();
  }, []);
  return (
    <main class="room">
      <header class="intro">
        <h1 tabIndex={-1}>Draw</h1>
        <p>
          Draw a digit at any angle. The transformer <em>rotates it upright</em>, and the classifier
          reads it.
        </p>
      </header>
      <div class="stage">
        <div class="pair">
          <PadFigure session={session} />
          <Reading session={session} />
        </div>
      </div>
      <aside class="controls" aria-label="Settings">
        <DrawingPanel session={session} />
        <Panel title="The net">
          <NetLine net={net} />
        </Panel>
      </aside>
    </main>
  );
}

function PadFigure({ session }: { readonly session: DrawSession }): JSX.Element {
  return (
    <figure class="frame">
      <figcaption>
        <b>Your digit</b>
      </figcaption>
      <Pad
        drawing={session.drawing.value}
        turn={session.turn.value}
        onChange={(drawing) => {
          session.drawing.value = drawing;
        }}
      />
    </figure>
  );
}

function Examples({ session }: { readonly session: DrawSession }): JSX.Element {
  return (
    <>
      {exampleDrawings.map(([digit, drawing]) => (
        <button
          type="button"
          key={digit}
          aria-label={`Example of a ${digit}`}
          onClick={() => {
            session.drawing.value = drawing;
          }}
        >
          {digit}
        </button>
      ))}
    </>
  );
}

function DrawingPanel({ session }: { readonly session: DrawSession }): JSX.Element {
  const turn = session.turn.value;
  return (
    <Panel title="The drawing">
      <Slider
        {...{ title: 'Rotation', value: turn, min: -180, max: 180, step: 1 }}
        text={`${turn}°`}
        onChange={(value) => {
          session.turn.value = value;
        }}
      />
      <div class="actions">
        <Examples session={session} />
        <button
          type="button"
          onClick={() => {
            session.drawing.value = [];
          }}
        >
          Clear
        </button>
      </div>
      <p class="hint">
        The net was trained on rotations of up to 90°, so it reads your digit in all four
        orientations and keeps the most confident reading. The size does not matter. An upside-down
        6 is a 9.
      </p>
    </Panel>
  );
}
