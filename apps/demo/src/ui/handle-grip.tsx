import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

/** A place on a figure, as fractions of its width and height. */
export interface Place {
  readonly left: number;
  readonly top: number;
}

/** The properties of a handle. */
interface HandleGripProps {
  readonly name: string;
  readonly kind: string;
  /** Its place; beyond the figure it is shown at the edge. */
  readonly place: Place;
  /** Whether Tab reaches it, as it does for one handle of a group. */
  readonly current: boolean;
  /** The id of the element that explains the keys. */
  readonly help: string;
  /** Also called with places beyond the figure. */
  readonly onMove: (place: Place) => void;
  readonly onFocus: () => void;
}

/** Step of an arrow key, as a fraction of the figure; five times as far with Shift. */
const STEP = 0.005;

const arrows: Readonly<Record<string, Place>> = {
  ArrowLeft: { left: -STEP, top: 0 },
  ArrowRight: { left: STEP, top: 0 },
  ArrowUp: { left: 0, top: -STEP },
  ArrowDown: { left: 0, top: STEP },
};

/** A handle that is dragged by mouse, finger or pen, or moved by arrow keys. */
export function HandleGrip(props: HandleGripProps): JSX.Element {
  const { name, kind, place, current, help, onMove, onFocus } = props;
  const shown = onFigure(place);
  const grip = useRef<Place | undefined>(undefined);
  const take = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const { left, top } = placeOfPointer(event);
    grip.current = { left: left - shown.left, top: top - shown.top };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };
  const drag = (event: PointerEvent): void => {
    if (!grip.current) return;
    const { left, top } = placeOfPointer(event);
    onMove({ left: left - grip.current.left, top: top - grip.current.top });
  };
  const drop = (): void => {
    grip.current = undefined;
  };
  return (
    <div
      // It moves along two axes; only this role passes the arrow keys on.
      role="application"
      aria-roledescription="handle"
      class={`handle handle-${kind}`}
      style={{ left: `${100 * shown.left}%`, top: `${100 * shown.top}%` }}
      tabIndex={current ? 0 : -1}
      aria-label={name}
      aria-describedby={help}
      onFocus={onFocus}
      onPointerDown={take}
      onPointerMove={drag}
      onPointerUp={drop}
      onPointerCancel={drop}
      onKeyDown={(event) => step(event, place, onMove)}
    />
  );
}

function step(event: KeyboardEvent, { left, top }: Place, onMove: (to: Place) => void): void {
  const arrow = arrows[event.key];
  if (!arrow) return;
  event.preventDefault();
  const factor = event.shiftKey ? 5 : 1;
  onMove({ left: left + factor * arrow.left, top: top + factor * arrow.top });
}

/** The nearest place on the figure. */
function onFigure({ left, top }: Place): Place {
  return { left: Math.min(1, Math.max(0, left)), top: Math.min(1, Math.max(0, top)) };
}

/** The place of a pointer on the figure that the handle lies on. */
function placeOfPointer(event: PointerEvent): Place {
  const handle = event.currentTarget as Element;
  const { left, top, width, height } = (handle.parentElement ?? handle).getBoundingClientRect();
  return { left: (event.clientX - left) / width, top: (event.clientY - top) / height };
}
