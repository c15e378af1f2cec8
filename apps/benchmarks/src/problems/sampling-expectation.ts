import * as oracle from '@tfjs-stn/testing';

import { valueCount } from '../cases/cases.js';
import { WrongResult, type Checked } from '../contestants/contestant.js';
import { requireClose } from './compare-values.js';
import type { SamplingProblem } from './sampling-problem.js';

/** How many output pixels are looked at, over the whole batch, and at least in each image. */
const [pixelsInAll, pixelsPerImage] = [2048, 4];
/** What rounding coordinates to float32 explains: pixels are random, so steps are steep. */
const roundOff = 2e-3;
/** How θ is nudged, how many of its entries, and how exact that is for an unknown transform. */
const [nudge, nudgedEntries, nudgeTolerance] = [2 ** -7, 8, 1e-2];

/** What the Float64 oracle says, at output pixels drawn at random. */
export interface Expectation {
  /** Pixels over the whole batch, as many of each image. */
  readonly pixels: Int32Array;
  /** `[pixels, channels]` */
  readonly output: Float64Array;
  /** An upstream gradient that is 0 at all other pixels; shaped like the problem's output. */
  readonly upstream: Float32Array;
  /** For that upstream gradient, computed once. */
  gradients(): Promise<ExpectedGradients>;
}

/** Gradients w.r.t. the image, the points `[pixels, 2]` and `entries` of every θ. */
export interface ExpectedGradients {
  readonly image: Float64Array;
  readonly points: Float64Array;
  readonly entries: readonly number[];
  readonly theta: Float64Array;
}

const kept = new WeakMap<SamplingProblem, Promise<Expectation>>();

/** What the oracle says to a problem, asked once. */
export function expectationOf(problem: SamplingProblem): Promise<Expectation> {
  const known = kept.get(problem) ?? askOracle(problem);
  kept.set(problem, known);
  return known;
}

async function askOracle(problem: SamplingProblem): Promise<Expectation> {
  const { shape, outputShape, image, kernel, seed } = problem;
  const [batch, , , channels] = shape;
  const all = await problem.points();
  const random = oracle.seededRandom(seed);
  const pixels = drawPixels(problem, all, random);
  const data = Float64Array.from({ length: pixels.length * channels }, () =>
    Math.fround(random() - 0.5),
  );
  const upstream = new Float32Array(valueCount(outputShape));
  pixels.forEach((pixel, index) => {
    upstream.set(data.subarray(index * channels, (index + 1) * channels), pixel * channels);
  });
  const rows = [batch, 1, pixels.length / batch] as const;
  const grid = { shape: [...rows, 2], data: pick(all, pixels, 2) };
  const asked = { image: { shape, data: image }, grid, kernel, coordinates: 'float32' as const };
  const outputGradient = { shape: [...rows, channels], data };
  const compute = async (): Promise<ExpectedGradients> => {
    const by = oracle.oracleGridSampleGradients({ ...asked, outputGradient });
    const theta = await thetaGradient(problem, pixels, by.grid.data);
    return { image: by.image.data, points: by.grid.data, ...theta };
  };
  let gradients: Promise<ExpectedGradients> | undefined;
  const output = oracle.oracleGridSample(asked).data;
  return { pixels, output, upstream, gradients: () => (gradients ??= compute()) };
}

/** What points give a θ: by how they move when it is nudged. */
async function thetaGradient(
  problem: SamplingProblem,
  pixels: Int32Array,
  byPoint: Float64Array,
): Promise<Pick<ExpectedGradients, 'entries' | 'theta'>> {
  const { field, shape, paramCount } = problem;
  const count = field === 'grid' ? 0 : Math.min(nudgedEntries, paramCount);
  const entries = Array.from({ length: count }, (_, i) => Math.floor((i * paramCount) / count));
  const theta = new Float64Array(shape[0] * count);
  for (const [place, entry] of entries.entries()) {
    const moved = async (by: number): Promise<Float64Array> => {
      const nudged = problem.theta.map((value, i) => value + (i % paramCount === entry ? by : 0));
      return pick(await problem.pointsOf(nudged), pixels, 2);
    };
    const [above, below] = [await moved(nudge), await moved(-nudge)];
    byPoint.forEach((gradient, index) => {
      const own = Math.floor((index * shape[0]) / byPoint.length) * count + place;
      const slope = ((above[index] ?? NaN) - (below[index] ?? NaN)) / (2 * nudge);
      theta[own] = (theta[own] ?? NaN) + gradient * slope;
    });
  }
  return { entries, theta };
}

/** One of every few pixels, drawn at random, if possible where interpolation neither jumps nor bends. */
function drawPixels(
  { outputShape: [batch, height, width], shape }: SamplingProblem,
  points: Float64Array,
  random: () => number,
): Int32Array {
  const area = height * width;
  const wanted = Math.max(pixelsPerImage, Math.ceil(pixelsInAll / batch));
  const perImage = Math.min(Math.ceil(area / 2), wanted);
  const stride = Math.floor(area / perImage);
  return Int32Array.from({ length: batch * perImage }, (_, index) => {
    const first = Math.floor(index / perImage) * area + (index % perImage) * stride;
    const start = Math.floor(random() * stride);
    for (let step = 0; step < stride; step++) {
      const pixel = first + ((start + step) % stride);
      const [x, y] = points.subarray(2 * pixel);
      if (isSmooth(x, shape[2]) && isSmooth(y, shape[1])) return pixel;
    }
    return first + start;
  });
}

/** Whether a coordinate is well away from pixel centres and from the middles between them. */
function isSmooth(normalised = NaN, size: number): boolean {
  const offset = (((normalised + 1) * size - 1) / 2) % 0.5;
  const beyond = offset < 0 ? offset + 0.5 : offset;
  return beyond > 0.04 && beyond < 0.46;
}

/** The `depth` values of each pixel. */
function pick(
  values: Float32Array | Float64Array,
  pixels: Int32Array,
  depth: number,
): Float64Array {
  const picked = new Float64Array(pixels.length * depth);
  pixels.forEach((pixel, index) => {
    picked.set(values.subarray(pixel * depth, (pixel + 1) * depth), index * depth);
  });
  return picked;
}

/**
 * Checks an output at the drawn pixels. Of a composite sampler's it is only known that it is finite.
 *
 * @param tolerance what the contestant's design allows, where that is more than round-off
 * @throws WrongResult
 */
export async function checkOutput(
  problem: SamplingProblem,
  output: Float32Array,
  tolerance: number = roundOff,
): Promise<Checked> {
  if (problem.kernel === undefined) return requireFinite(output);
  const { length } = problem.upstream;
  if (output.length !== length) {
    throw new WrongResult(`the output must have ${length} values, got ${output.length}`);
  }
  const { pixels, output: expected } = await expectationOf(problem);
  const picked = pick(output, pixels, problem.shape[3]);
  return { error: requireClose('the output', picked, expected, tolerance) };
}

/**
 * Checks gradients for the expectation's upstream gradient: w.r.t. the image, and w.r.t. the grid
 * `[batch, height, width, 2]` or θ `[batch, paramCount]`. Throws WrongResult.
 */
export async function checkGradients(
  problem: SamplingProblem,
  byImage: Float32Array,
  by: { readonly theta: Float32Array } | { readonly grid: Float32Array },
): Promise<Checked> {
  if (problem.kernel === undefined) {
    requireFinite(byImage);
    return requireFinite('grid' in by ? by.grid : by.theta);
  }
  const { pixels, gradients } = await expectationOf(problem);
  const { image, points, entries, theta } = await gradients();
  const tolerance = problem.field === 'plugin' ? nudgeTolerance : roundOff;
  const close = (what: string, actual: ArrayLike<number>, expected: Float64Array): number =>
    requireClose(`the gradient w.r.t. ${what}`, actual, expected, tolerance);
  const error = close('the image', byImage, image);
  if ('grid' in by)
    return { error: Math.max(error, close('the grid', pick(by.grid, pixels, 2), points)) };
  const watched = by.theta.filter((_, index) => entries.includes(index % problem.paramCount));
  return { error: Math.max(error, close('θ', watched, theta)) };
}

function requireFinite(values: Float32Array): Checked {
  if (values.every(Number.isFinite)) return {};
  throw new WrongResult('the result must be finite');
}
