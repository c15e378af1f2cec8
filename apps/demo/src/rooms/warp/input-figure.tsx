import type { JSX } from 'preact';

import type { Place } from '../../ui/handle-grip.js';
import { HandleGroup } from '../../ui/handle-group.js';
import { handlesOf, moveHandle, REACH } from './handles.js';
import { MeshLines } from './mesh-lines.js';
import { PixelCanvas } from './pixel-canvas.js';
import type { Point } from './setting.js';
import type { WarpSession } from './warp-session.js';

/** From coordinates of the picture to fractions of the figure, which has a margin. */
function placeOf({ x, y }: Point): Place {
  return { left: (x / REACH + 1) / 2, top: (y / REACH + 1) / 2 };
}

function pointOf({ left, top }: Place): Point {
  return { x: REACH * (2 * left - 1), y: REACH * (2 * top - 1) };
}

/** The picture with handles on it. */
export function InputFigure({ session }: { readonly session: WarpSession }): JSX.Element {
  const picture = session.picture.value;
  const setting = session.setting.value;
  const { aspect } = session;
  const shape = aspect > 1 ? 'wide' : 'tall';
  const handles = handlesOf(setting, aspect).map((handle) => ({
    name: handle.name,
    kind: handle.kind,
    place: placeOf(handle),
    spoken: `x ${handle.x.toFixed(2)}, y ${handle.y.toFixed(2)}`,
  }));
  const move = (index: number, place: Place): void => {
    session.move(false);
    session.change(moveHandle(setting, index, pointOf(place), aspect));
  };
  return (
    <figure class="frame">
      <figcaption>
        <b>Input</b> <span>the region inside the line is sampled</span>
      </figcaption>
      <div class="square">
        <div class={`picture ${shape}`} style={{ aspectRatio: String(aspect) }}>
          <PixelCanvas pixels={picture} name="The picture" className="input-canvas" />
          <MeshLines setting={setting} aspect={aspect} />
          {picture && <HandleGroup key={setting.family} handles={handles} onMove={move} />}
        </div>
      </div>
    </figure>
  );
}
