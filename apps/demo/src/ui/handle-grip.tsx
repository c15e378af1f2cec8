import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

import { onFigure, placeOfPointer, type Place } from './place.js';

/** What a handle looks like and where it goes. */
export interface HandleGripProps {
  readonly name: string;
  readonly kind: string;
  /** Where it belongs; beyond the figure it is shown at its edge. */
  readonly place: Place;
  /** Whether Tab comes to it: one handle of a group has that. */
  readonly current: boolean;
  /** The id of what explains the keys. */
  readonly help: string;
  /** Called with places beyond the figure too. */
  readonly onMove: (place: Place) => void;
  readonly onFocus: () => void;
}

/** So far goes an arrow key, in shares of the figure; with Shift, five times as far. */
const STEP = 0.005;

const arrows: Readonly<Record<string, Place>> = {
  ArrowLeft: { left: -STEP, top: 0 },
  ArrowRight: { left: STEP, top: 0 },
  ArrowUp: { left: 0, top: -STEP },
  ArrowDown: { left: 0, top: STEP },
};

/** A handle to be dragged by mouse, finger or pen, or moved by arrow keys. */
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
      // Nothing to press, and moves along two axes: no role but this one passes the arrow keys on.
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
