import type { Window } from '../cases/benchmark-case.js';
import type { Shape } from '../cases/shape.js';

/** Where the windows of a convolution or a pooling lie on an image. */
export interface WindowLayout {
  /** `[height, width]` of the output. */
  readonly output: readonly [height: number, width: number];
  /** Rows and columns of padding before the image. */
  readonly before: readonly [top: number, left: number];
  /** And after it. */
  readonly after: readonly [bottom: number, right: number];
}

/** The layout by TensorFlow's rules for `valid` and `same`. */
export function windowLayout(
  [, height, width]: Shape,
  { size, strides, pad }: Window,
): WindowLayout {
  const axes = [height, width].map((length, axis) => {
    const side = size[axis] ?? 1;
    if (pad === 'valid') return { out: Math.floor((length - side) / strides) + 1, lost: 0 };
    const out = Math.ceil(length / strides);
    return { out, lost: Math.max(0, (out - 1) * strides + side - length) };
  });
  const [rows = { out: 0, lost: 0 }, columns = rows] = axes;
  return {
    output: [rows.out, columns.out],
    before: [Math.floor(rows.lost / 2), Math.floor(columns.lost / 2)],
    after: [Math.ceil(rows.lost / 2), Math.ceil(columns.lost / 2)],
  };
}
