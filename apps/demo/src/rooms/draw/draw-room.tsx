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
      <div class="work">
        <div class="pair">
          <PadFigure session={session} />
          <Reading session={session} />
        </div>
      </div>
      <aside class="controls" aria-label="About the reading">
        <Panel title="The net">
          <NetLine net={net} />
          <p class="hint">
            It was trained on rotations of up to 90°, so it also reads your digit in the other three
            orientations, and keeps one of them if it is surer by far. The size does not matter. An
            upside-down 6 is a 9.
          </p>
        </Panel>
      </aside>
    </main>
  );
}

/** The pad, with everything that changes the drawing below it. */
function PadFigure({ session }: { readonly session: DrawSession }): JSX.Element {
  const turn = session.turn.value;
  return (
    <figure class="frame">
      <figcaption>
        <b>Your digit</b>
      </figcaption>
      <Pad
        drawing={session.drawing.value}
        turn={turn}
        onChange={(drawing) => {
          session.drawing.value = drawing;
        }}
      />
      <div class="examples">
        <Examples session={session} />
        <button
          type="button"
          class="main"
          onClick={() => {
            session.drawing.value = [];
          }}
        >
          Clear
        </button>
      </div>
      <Slider
        {...{ title: 'Rotation', value: turn, min: -180, max: 180, step: 1 }}
        text={`${turn}°`}
        onChange={(value) => {
          session.turn.value = value;
        }}
      />
    </figure>
  );
}

function Examples({ session }: { readonly session: DrawSession }): JSX.Element {
  return (
    <>
      {exampleDrawings.map((drawing, digit) => (
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
