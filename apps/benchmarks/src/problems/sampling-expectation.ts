import { oracleGridSample, oracleGridSampleGradients, seededRandom } from '@tfjs-stn/testing';

import { valueCount } from '../cases/shape.js';
import { basePoint } from '../fields/base-point.js';
import { fieldModels } from '../fields/field-models.js';
import type { SamplingProblem } from './sampling-problem.js';

/** How many output pixels are looked at, over the whole batch, and at least in each image. */
const pixelsInAll = 2048;
const pixelsPerImage = 4;

/** What the Float64 oracle says, at output pixels that are drawn at random. */
export interface SamplingExpectation {
  /** Pixels of each image, `perImage` for each, counted row by row. */
  readonly pixels: Int32Array;
  readonly perImage: number;
  /** `[batch, perImage, channels]` */
  readonly output: Float64Array;
  /** An upstream gradient that is 0 elsewhere; shaped like the image. */
  readonly upstream: Float32Array;
  /** By the image, `[batch, height, width, channels]`, for that upstream. */
  readonly imageGradient: Float64Array;
  /** By the coordinates of the pixels, `[batch, perImage, 2]`. */
  readonly pointGradient: Float64Array;
  /** By θ, `[batch, paramCount]`. */
  readonly thetaGradient: Float64Array;
}

/**
 * Asks the oracle. Pixels that look near a place where the interpolation jumps or bends are left
 * out: there, round-off decides.
 */
export function samplingExpectation(problem: SamplingProblem, seed: number): SamplingExpectation {
  const { shape, sampler } = problem;
  const [batch, height, width, channels] = shape;
  const { pixels, perImage, points } = drawPixels(problem, seed);
  const random = seededRandom(seed + 1);
  const upstreamAt = Float64Array.from({ length: pixels.length * channels }, () => random() - 0.5);
  const upstream = new Float32Array(valueCount(shape));
  pixels.forEach((pixel, index) => {
    const start = (Math.floor(index / perImage) * height * width + pixel) * channels;
    upstream.set(upstreamAt.subarray(index * channels, (index + 1) * channels), start);
  });
  const inputs = {
    image: { shape, data: problem.image },
    grid: { shape: [batch, 1, perImage, 2], data: points },
    kernel: sampler,
  };
  const gradients = oracleGridSampleGradients({
    ...inputs,
    outputGradient: { shape: [batch, 1, perImage, channels], data: Float64Array.from(upstreamAt) },
  });
  return {
    pixels,
    perImage,
    output: oracleGridSample(inputs).data,
    upstream,
    imageGradient: gradients.image.data,
    pointGradient: gradients.grid.data,
    thetaGradient: thetaGradient(problem, pixels, perImage, gradients.grid.data),
  };
}

interface Draw {
  readonly pixels: Int32Array;
  readonly perImage: number;
  /** `[batch, perImage, 2]` */
  readonly points: Float64Array;
}

function drawPixels({ field, shape, theta, paramCount }: SamplingProblem, seed: number): Draw {
  const [batch, height, width] = shape;
  const area = height * width;
  const wanted = Math.max(pixelsPerImage, Math.ceil(pixelsInAll / batch));
  const perImage = Math.min(Math.ceil(area / 2), wanted);
  const random = seededRandom(seed);
  const draws = Array.from({ length: batch }, (_, item) => {
    const look = fieldModels[field].map(theta.subarray(item * paramCount, (item + 1) * paramCount));
    const isGood = (pixel: number): boolean => {
      const [x, y] = look(basePoint(pixel, height, width));
      return isClear(x, width) && isClear(y, height);
    };
    const pixels = draw(area, perImage, isGood, random);
    return { pixels, points: pixels.flatMap((pixel) => look(basePoint(pixel, height, width))) };
  });
  return {
    pixels: Int32Array.from(draws.flatMap(({ pixels }) => pixels)),
    perImage,
    points: Float64Array.from(draws.flatMap(({ points }) => points)),
  };
}

/** Different pixels, good ones first. */
function draw(
  area: number,
  count: number,
  isGood: (pixel: number) => boolean,
  random: () => number,
): number[] {
  const [good, rest]: [number[], number[]] = [[], []];
  const start = Math.floor(random() * area);
  const stride = strideFor(area);
  for (let step = 0; step < area && good.length < count; step++) {
    const pixel = (start + step * stride) % area;
    (isGood(pixel) ? good : rest).push(pixel);
  }
  return [...good, ...rest].slice(0, count);
}

/** A step near the golden section that comes by every pixel once. */
function strideFor(area: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  let stride = Math.max(1, Math.floor(area * 0.618));
  while (divisor(area, stride) !== 1) stride++;
  return stride;
}

/** Whether a coordinate lies well away from pixel centres and from the middles between them. */
function isClear(normalised: number, size: number): boolean {
  const offset = (((normalised + 1) * size - 1) / 2) % 0.5;
  const beyond = offset < 0 ? offset + 0.5 : offset;
  return beyond > 0.04 && beyond < 0.46;
}

/** From the gradient by coordinates to that by θ, pixel by pixel. */
function thetaGradient(
  { field, shape, theta, paramCount }: SamplingProblem,
  pixels: Int32Array,
  perImage: number,
  byPoint: Float64Array,
): Float64Array {
  const [, height, width] = shape;
  const gradient = new Float64Array(theta.length);
  pixels.forEach((pixel, index) => {
    const start = Math.floor(index / perImage) * paramCount;
    const own = theta.subarray(start, start + paramCount);
    const at = basePoint(pixel, height, width);
    const [byX, byY] = fieldModels[field].derivatives(own, at);
    const [gx = NaN, gy = NaN] = byPoint.subarray(index * 2, index * 2 + 2);
    byX.forEach((dx, entry) => {
      gradient[start + entry] =
        (gradient[start + entry] ?? NaN) + gx * dx + gy * (byY[entry] ?? NaN);
    });
  });
  return gradient;
}
