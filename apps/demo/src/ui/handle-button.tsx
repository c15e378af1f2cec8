import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

/** A place on a figure, in shares of its width and height. */
export interface Place {
  readonly left: number;
  readonly top: number;
}

/** What a handle looks like and where it goes. */
export interface HandleButtonProps {
  readonly name: string;
  readonly kind: string;
  readonly place: Place;
  /** Where it is, for those who don't see it. */
  readonly spoken: string;
  /** Called with places beyond the figure too. */
  readonly onMove: (place: Place) => void;
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
export function HandleButton(props: HandleButtonProps): JSX.Element {
  const { name, kind, place, spoken, onMove } = props;
  const grip = useRef<Place | undefined>(undefined);
  const take = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const { left, top } = shareOf(event);
    grip.current = { left: left - place.left, top: top - place.top };
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
  };
  const drag = (event: PointerEvent): void => {
    if (!grip.current) return;
    const { left, top } = shareOf(event);
    onMove({ left: left - grip.current.left, top: top - grip.current.top });
  };
  const drop = (): void => {
    grip.current = undefined;
  };
  const press = (event: KeyboardEvent): void => {
    const step = arrows[event.key];
    if (!step) return;
    event.preventDefault();
    const factor = event.shiftKey ? 5 : 1;
    onMove({ left: place.left + factor * step.left, top: place.top + factor * step.top });
  };
  return (
    <button
      type="button"
      class={`handle handle-${kind}`}
      style={{ left: `${100 * place.left}%`, top: `${100 * place.top}%` }}
      aria-label={`${name}: ${spoken}`}
      onPointerDown={take}
      onPointerMove={drag}
      onPointerUp={drop}
      onPointerCancel={drop}
      onKeyDown={press}
    />
  );
}

/** Where the pointer is, in shares of the figure that the handle lies on. */
function shareOf(event: PointerEvent): Place {
  const handle = event.currentTarget as Element;
  const { left, top, width, height } = (handle.parentElement ?? handle).getBoundingClientRect();
  return { left: (event.clientX - left) / width, top: (event.clientY - top) / height };
}
