import type { DenseArray, Float64Dense } from '@tfjs-stn/testing';

/** One affine map of an image. */
export interface ShrunkImage {
  readonly image: DenseArray;
  /** `[a11 a12 tx a21 a22 ty]` */
  readonly theta: readonly number[];
  readonly outputSize: readonly [number, number];
}

/** The mean over each output pixel's area of an image of square pixels, by counting fine points. */
export function countedAreaMean({
  image,
  theta,
  outputSize: [rows, columns],
}: ShrunkImage): Float64Dense {
  const fine = 96;
  const [, height, width] = image.shape as [number, number, number];
  const [a, b, tx, c, d, ty] = theta as [number, number, number, number, number, number];
  const data = Float64Array.from({ length: rows * columns }, (_, index) => {
    let total = 0;
    for (let point = 0; point < fine * fine; point++) {
      const x = (2 * ((index % columns) + ((point % fine) + 0.5) / fine)) / columns - 1;
      const y =
        (2 * (Math.floor(index / columns) + (Math.floor(point / fine) + 0.5) / fine)) / rows - 1;
      const column = Math.floor(((a * x + b * y + tx + 1) * width) / 2);
      const row = Math.floor(((c * x + d * y + ty + 1) * height) / 2);
      const inside = column >= 0 && row >= 0 && column < width && row < height;
      total += inside ? image.data[row * width + column]! : 0;
    }
    return total / fine ** 2;
  });
  return { shape: [1, rows, columns, 1], data };
}
