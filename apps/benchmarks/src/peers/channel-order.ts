import type { Shape } from '../cases/shape.js';

/** From `[batch, height, width, channels]` to `[batch, channels, height, width]`. */
export function toChannelsFirst(values: Float32Array, shape: Shape): Float32Array {
  const planes = new Float32Array(values.length);
  eachValue(shape, (last, first) => (planes[first] = values[last] ?? NaN));
  return planes;
}

/** And back; `shape` is `[batch, height, width, channels]` here as well. */
export function toChannelsLast(planes: Float32Array, shape: Shape): Float32Array {
  const values = new Float32Array(planes.length);
  eachValue(shape, (last, first) => (values[last] = planes[first] ?? NaN));
  return values;
}

/** Visits every value with its index in NHWC and in NCHW. */
function eachValue(
  [batch, height, width, channels]: Shape,
  visit: (last: number, first: number) => void,
): void {
  const area = height * width;
  for (let item = 0; item < batch; item++) {
    for (let pixel = 0; pixel < area; pixel++) {
      for (let channel = 0; channel < channels; channel++) {
        visit(
          (item * area + pixel) * channels + channel,
          (item * channels + channel) * area + pixel,
        );
      }
    }
  }
}
