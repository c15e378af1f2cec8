import type { CoordinateField } from './coordinate-field.js';
import {
  broadcastBatch,
  imageShape,
  zeros,
  type DenseArray,
  type Float64Dense,
} from './dense-array.js';
import { pointTaps, type PointTap } from './point-taps.js';
import type { ResolvedOptions } from './sampling-options.js';

/** The image sampled at every point of the field: `[batch, outHeight, outWidth, channels]`. */
export function sampleField(
  image: DenseArray,
  field: CoordinateField,
  options: ResolvedOptions,
): Float64Dense {
  const shape = imageShape(image);
  const { channels } = shape;
  const batch = broadcastBatch(shape.batch, field.batch);
  const output = zeros([batch, ...field.outputSize, channels]);
  const pixels = field.outputSize[0] * field.outputSize[1];
  for (let item = 0; item < batch; item++) {
    const imageStart = (shape.batch === 1 ? 0 : item) * shape.height * shape.width * channels;
    for (let pixel = 0; pixel < pixels; pixel++) {
      const taps = pointTaps(field.at(field.batch === 1 ? 0 : item, pixel), shape, options);
      for (let channel = 0; channel < channels; channel++) {
        output.data[(item * pixels + pixel) * channels + channel] =
          taps === 'nan'
            ? NaN
            : weightedSum(taps, image, imageStart + channel, channels, options.fill[channel]!);
      }
    }
  }
  return output;
}

function weightedSum(
  taps: readonly PointTap[],
  image: DenseArray,
  start: number,
  channels: number,
  fill: number,
): number {
  let sum = 0;
  for (const { pixel, weight } of taps) {
    if (pixel >= 0) sum += weight * image.data[start + pixel * channels]!;
    else if (weight !== 0 && fill !== 0) sum += weight * fill;
  }
  return sum;
}
