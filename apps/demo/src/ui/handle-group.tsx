import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

import { HandleGrip, type Place } from './handle-grip.js';
import { useSlowly } from './use-slowly.js';

/** One handle of a figure. */
export interface FigureHandle {
  readonly name: string;
  readonly kind: string;
  readonly place: Place;
  /** Its position, for screen readers. */
  readonly spoken: string;
}

const GROUP = 'Handles on the picture';
const HELP = 'handle-keys';

/** The handle that a key moves to. */
const jumps: Readonly<Record<string, (index: number, count: number) => number>> = {
  PageDown: (index, count) => (index + 1) % count,
  PageUp: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};

/** The handles of a figure: one tab stop, and each move is announced. */
export function HandleGroup(props: {
  readonly handles: readonly FigureHandle[];
  readonly onMove: (index: number, place: Place) => void;
}): JSX.Element {
  const { handles, onMove } = props;
  const group = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState(0);
  const [moved, setMoved] = useState(-1);
  const current = Math.min(chosen, handles.length - 1);
  const spoken = useSlowly(handles[moved]?.spoken ?? '', 400);
  const press = (event: KeyboardEvent): void => {
    const next = jumps[event.key]?.(current, handles.length);
    if (next === undefined) return;
    event.preventDefault();
    group.current?.querySelectorAll<HTMLElement>('.handle')[next]?.focus();
  };
  return (
    <div ref={group} class="handles" role="group" aria-label={GROUP} onKeyDown={press}>
      {handles.map(({ name, kind, place }, index) => (
        <HandleGrip
          key={name}
          {...{ name, kind, place }}
          current={index === current}
          help={HELP}
          onMove={(to) => {
            setMoved(index);
            onMove(index, to);
          }}
          onFocus={() => setChosen(index)}
        />
      ))}
      <Spoken text={spoken} />
    </div>
  );
}

/** Text for screen readers: the keys, and where a handle was moved. */
function Spoken({ text }: { readonly text: string }): JSX.Element {
  return (
    <>
      <p id={HELP} class="visually-hidden">
        Arrow keys move it, with Shift further. Page Down and Page Up go to the next handle and the
        one before.
      </p>
      <p class="visually-hidden" role="status" data-figure="handle">
        {text}
      </p>
    </>
  );
}
