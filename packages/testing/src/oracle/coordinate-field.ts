import { zeros, type Float64Dense } from './dense-array.js';

/** Normalised input coordinates: x to the right, y down. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The input coordinates of every output pixel. */
export interface CoordinateField {
  readonly batch: number;
  /** `[height, width]` */
  readonly outputSize: readonly [number, number];
  /** `pixel` is `row * width + column` of the output. */
  readonly at: (item: number, pixel: number) => Point | 'behind-horizon';
}

/** The grid `[batch, outHeight, outWidth, 2]` of a field; (Infinity, Infinity) behind the horizon. */
export function fieldGrid(field: CoordinateField): Float64Dense {
  const grid = zeros([field.batch, ...field.outputSize, 2]);
  const pixels = field.outputSize[0] * field.outputSize[1];
  for (let item = 0; item < field.batch; item++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const point = field.at(item, pixel);
      const behind = point === 'behind-horizon';
      const start = (item * pixels + pixel) * 2;
      grid.data[start] = behind ? Infinity : point.x;
      grid.data[start + 1] = behind ? Infinity : point.y;
    }
  }
  return grid;
}
