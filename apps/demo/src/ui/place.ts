/** A place on a figure, in shares of its width and height. */
export interface Place {
  readonly left: number;
  readonly top: number;
}

/** The nearest place that is on the figure. */
export function onFigure({ left, top }: Place): Place {
  return { left: Math.min(1, Math.max(0, left)), top: Math.min(1, Math.max(0, top)) };
}

/** Where a pointer is, in shares of the figure that the handle lies on. */
export function placeOfPointer(event: PointerEvent): Place {
  const handle = event.currentTarget as Element;
  const { left, top, width, height } = (handle.parentElement ?? handle).getBoundingClientRect();
  return { left: (event.clientX - left) / width, top: (event.clientY - top) / height };
}
