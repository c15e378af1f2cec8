import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';

import type { Drawing, PadPoint } from './drawing.js';

/** A pad to draw on by mouse, finger or pen. */
export function Pad(props: {
  readonly drawing: Drawing;
  readonly turn: number;
  readonly onChange: (drawing: Drawing) => void;
}): JSX.Element {
  const { drawing, turn, onChange } = props;
  // Ignores a second finger or a palm.
  const pen = useRef<number | undefined>(undefined);
  const begin = (event: PointerEvent): void => {
    if (event.button !== 0 || pen.current !== undefined) return;
    (event.currentTarget as Element).setPointerCapture(event.pointerId);
    pen.current = event.pointerId;
    onChange([...drawing, [pointAt(event, turn)]]);
  };
  const draw = (event: PointerEvent): void => {
    if (event.pointerId !== pen.current) return;
    const line = drawing.at(-1) ?? [];
    onChange([...drawing.slice(0, -1), [...line, pointAt(event, turn)]]);
  };
  const end = (event: PointerEvent): void => {
    if (event.pointerId === pen.current) pen.current = undefined;
  };
  return (
    <div class="pad">
      <svg
        viewBox="-1 -1 2 2"
        role="img"
        aria-label={drawing.length === 0 ? 'The pad, empty' : 'The pad, with your drawing'}
        onPointerDown={begin}
        onPointerMove={draw}
        onPointerUp={end}
        onPointerCancel={end}
      >
        <Strokes drawing={drawing} turn={turn} />
      </svg>
      {drawing.length === 0 && <p class="pad-hint">Draw a digit here, at any angle</p>}
    </div>
  );
}

function Strokes(props: { readonly drawing: Drawing; readonly turn: number }): JSX.Element {
  return (
    <g transform={`rotate(${props.turn})`}>
      {props.drawing.map((line, index) => (
        <polyline key={index} class="stroke" points={pointList(line)} />
      ))}
    </g>
  );
}

function pointList(line: readonly PadPoint[]): string {
  // A dot needs two end points.
  return [...line, ...line.slice(-1)]
    .map(({ x, y }) => `${x.toFixed(3)},${y.toFixed(3)}`)
    .join(' ');
}

/** The position of the pen on the pad, before its rotation. */
function pointAt(event: PointerEvent, turn: number): PadPoint {
  const { left, top, width, height } = (event.currentTarget as Element).getBoundingClientRect();
  const x = (2 * (event.clientX - left)) / width - 1;
  const y = (2 * (event.clientY - top)) / height - 1;
  const angle = (-turn * Math.PI) / 180;
  return {
    x: x * Math.cos(angle) - y * Math.sin(angle),
    y: x * Math.sin(angle) + y * Math.cos(angle),
  };
}
