import type { CoordinateField, Point } from './coordinate-field.js';
import {
  broadcastBatch,
  imageShape,
  zeros,
  type DenseArray,
  type Float64Dense,
} from './dense-array.js';
import { pointTaps, type PointTap } from './point-taps.js';
import type { ResolvedOptions } from './sampling-options.js';

/** Receives the gradient of one point of the field; a broadcast point is visited once per item. */
export type PointGradientVisitor = (item: number, pixel: number, gradient: Point) => void;

/** The gradient to the image; the gradient to each point goes to `visit`. */
export function sampleFieldGradients(
  image: DenseArray,
  field: CoordinateField,
  options: ResolvedOptions,
  outputGradient: DenseArray,
  visit: PointGradientVisitor,
): Float64Dense {
  const shape = imageShape(image);
  const { channels } = shape;
  const batch = broadcastBatch(shape.batch, field.batch);
  const pixels = field.outputSize[0] * field.outputSize[1];
  requireShape(outputGradient, [batch, ...field.outputSize, channels]);
  const imageGradient = zeros(image.shape);
  for (let item = 0; item < batch; item++) {
    const imageStart = (shape.batch === 1 ? 0 : item) * shape.height * shape.width * channels;
    const fieldItem = field.batch === 1 ? 0 : item;
    for (let pixel = 0; pixel < pixels; pixel++) {
      const taps = pointTaps(field.at(fieldItem, pixel), shape, options);
      if (taps === 'nan') {
        visit(fieldItem, pixel, { x: NaN, y: NaN });
        continue;
      }
      const gradientStart = (item * pixels + pixel) * channels;
      const upstream = outputGradient.data.slice(gradientStart, gradientStart + channels);
      scatter(taps, upstream, imageGradient.data, imageStart);
      visit(fieldItem, pixel, pointGradient(taps, upstream, image, imageStart, options.fill));
    }
  }
  return imageGradient;
}

function scatter(
  taps: readonly PointTap[],
  upstream: DenseArray['data'],
  imageGradient: Float64Array,
  imageStart: number,
): void {
  for (const { pixel, weight } of taps) {
    if (pixel < 0) continue;
    const start = imageStart + pixel * upstream.length;
    upstream.forEach((gradient, channel) => {
      imageGradient[start + channel]! += weight * gradient;
    });
  }
}

function pointGradient(
  taps: readonly PointTap[],
  upstream: DenseArray['data'],
  image: DenseArray,
  imageStart: number,
  fill: readonly number[],
): Point {
  let x = 0;
  let y = 0;
  for (const { pixel, slopeX, slopeY } of taps) {
    const start = imageStart + pixel * upstream.length;
    upstream.forEach((gradient, channel) => {
      const value = pixel >= 0 ? image.data[start + channel]! : fill[channel]!;
      // A fill value of NaN or infinity is a mark, without a slope.
      if (pixel < 0 && (value === 0 || !Number.isFinite(value))) return;
      // A slope of exactly 0 means no dependence, also where the value is infinite.
      if (slopeX !== 0) x += gradient * slopeX * value;
      if (slopeY !== 0) y += gradient * slopeY * value;
    });
  }
  return { x, y };
}

function requireShape(gradient: DenseArray, shape: readonly number[]): void {
  if (gradient.shape.join() !== shape.join()) {
    throw new Error(
      `oracle: output gradient must be [${shape.join(', ')}], got [${gradient.shape.join(', ')}]`,
    );
  }
}
