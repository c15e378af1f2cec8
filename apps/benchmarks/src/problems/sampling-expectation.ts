import * as oracle from '@tfjs-stn/testing';

import { valueCount } from '../cases/cases.js';
import { WrongResult, type Checked } from '../contestants/contestant.js';
import { requireClose } from './compare-values.js';
import type { SamplingProblem } from './sampling-problem.js';

/** How many output pixels are looked at, over the whole batch, and at least in each image. */
const pixelsInAll = 2048;
const pixelsPerImage = 4;
/** What rounding coordinates to float32 explains: pixels are random, so steps are steep. */
const roundOff = 2e-3;
/** How θ is nudged, how many of its entries, and how exact that is for an unknown transform. */
const [nudge, nudgedEntries, nudgeTolerance] = [2 ** -7, 8, 1e-2];

/** What the Float64 oracle says, at output pixels drawn at random. */
export interface Expectation {
  /** Pixels of each image, `perImage` for each, counted row by row. */
  readonly pixels: Int32Array;
  readonly perImage: number;
  /** `[batch, perImage, channels]` */
  readonly output: Float64Array;
  /** An upstream gradient that is 0 at all other pixels; shaped like the output. */
  readonly upstream: Float32Array;
  /** For that upstream gradient, computed once. */
  gradients(): Promise<ExpectedGradients>;
}

/** Gradients w.r.t. the image, the points `[batch, perImage, 2]` and `entries` of every θ. */
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
  const drawn = drawPixels(problem, all);
  const { pixels, perImage } = drawn;
  const random = oracle.seededRandom(seed + 1);
  const data = Float64Array.from({ length: pixels.length * channels }, () =>
    Math.fround(random() - 0.5),
  );
  const upstream = new Float32Array(valueCount(outputShape));
  pixels.forEach((_, index) => {
    const own = data.subarray(index * channels, (index + 1) * channels);
    upstream.set(own, placeOf(problem, drawn, index) * channels);
  });
  const grid = { shape: [batch, 1, perImage, 2], data: pick(all, problem, drawn, 2) };
  const asked = { image: { shape, data: image }, grid, kernel, coordinates: 'float32' as const };
  const outputGradient = { shape: [batch, 1, perImage, channels], data };
  const compute = async (): Promise<ExpectedGradients> => {
    const by = oracle.oracleGridSampleGradients({ ...asked, outputGradient });
    const theta = await thetaGradient(problem, drawn, by.grid.data);
    return { image: by.image.data, points: by.grid.data, ...theta };
  };
  let gradients: Promise<ExpectedGradients> | undefined;
  const output = oracle.oracleGridSample(asked).data;
  return { ...drawn, output, upstream, gradients: () => (gradients ??= compute()) };
}

type Drawn = Pick<Expectation, 'pixels' | 'perImage'>;

/** What points give a θ: by how they move when it is nudged. */
async function thetaGradient(
  problem: SamplingProblem,
  drawn: Drawn,
  byPoint: Float64Array,
): Promise<Pick<ExpectedGradients, 'entries' | 'theta'>> {
  const { field, shape, paramCount } = problem;
  const count = field === 'grid' ? 0 : Math.min(nudgedEntries, paramCount);
  const entries = Array.from({ length: count }, (_, i) => Math.floor((i * paramCount) / count));
  const theta = new Float64Array(shape[0] * count);
  for (const [place, entry] of entries.entries()) {
    const moved = async (by: number): Promise<Float64Array> => {
      const nudged = problem.theta.map((value, i) => value + (i % paramCount === entry ? by : 0));
      return pick(await problem.pointsOf(nudged), problem, drawn, 2);
    };
    const [above, below] = [await moved(nudge), await moved(-nudge)];
    byPoint.forEach((gradient, index) => {
      const own = Math.floor(index / (2 * drawn.perImage)) * count + place;
      const slope = ((above[index] ?? NaN) - (below[index] ?? NaN)) / (2 * nudge);
      theta[own] = (theta[own] ?? NaN) + gradient * slope;
    });
  }
  return { entries, theta };
}

/** Different pixels of each image, first those whose interpolation neither jumps nor bends nearby. */
function drawPixels({ outputShape, shape, seed }: SamplingProblem, points: Float64Array): Drawn {
  const [batch, height, width] = outputShape;
  const area = height * width;
  const wanted = Math.max(pixelsPerImage, Math.ceil(pixelsInAll / batch));
  const perImage = Math.min(Math.ceil(area / 2), wanted);
  const random = oracle.seededRandom(seed);
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  // A stride near the golden section visits every pixel once.
  let stride = Math.max(1, Math.floor(area * 0.618));
  while (divisor(area, stride) !== 1) stride++;
  const pixels = Array.from({ length: batch }, (_, item) => {
    const [clear, rest]: [number[], number[]] = [[], []];
    const start = Math.floor(random() * area);
    for (let step = 0; step < area && clear.length < perImage; step++) {
      const pixel = (start + step * stride) % area;
      const at = (item * area + pixel) * 2;
      const isClear = isSmooth(points[at], shape[2]) && isSmooth(points[at + 1], shape[1]);
      (isClear ? clear : rest).push(pixel);
    }
    return [...clear, ...rest].slice(0, perImage);
  });
  return { pixels: Int32Array.from(pixels.flat()), perImage };
}

/** Whether a coordinate is well away from pixel centres and from the middles between them. */
function isSmooth(normalised = NaN, size: number): boolean {
  const offset = (((normalised + 1) * size - 1) / 2) % 0.5;
  const beyond = offset < 0 ? offset + 0.5 : offset;
  return beyond > 0.04 && beyond < 0.46;
}

/** The index of a drawn pixel over all pixels of the batch. */
function placeOf({ outputShape }: SamplingProblem, drawn: Drawn, index: number): number {
  const area = outputShape[1] * outputShape[2];
  return Math.floor(index / drawn.perImage) * area + (drawn.pixels[index] ?? NaN);
}

/** The values of drawn pixels: from `[batch, height, width, depth]` to `[batch, perImage, depth]`. */
function pick(
  values: Float32Array | Float64Array,
  problem: SamplingProblem,
  drawn: Drawn,
  depth: number,
): Float64Array {
  const picked = new Float64Array(drawn.pixels.length * depth);
  drawn.pixels.forEach((_, index) => {
    const start = placeOf(problem, drawn, index) * depth;
    picked.set(values.subarray(start, start + depth), index * depth);
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
  const expected = await expectationOf(problem);
  const picked = pick(output, problem, expected, problem.shape[3]);
  return { error: requireClose('the output', picked, expected.output, tolerance) };
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
  const expected = await expectationOf(problem);
  const { image, points, entries, theta } = await expected.gradients();
  const tolerance = problem.field === 'plugin' ? nudgeTolerance : roundOff;
  const error = requireClose('the gradient w.r.t. the image', byImage, image, tolerance);
  if ('grid' in by) {
    const picked = pick(by.grid, problem, expected, 2);
    const own = requireClose('the gradient w.r.t. the grid', picked, points, tolerance);
    return { error: Math.max(error, own) };
  }
  const watched = by.theta.filter((_, index) => entries.includes(index % problem.paramCount));
  const own = requireClose('the gradient w.r.t. θ', watched, theta, tolerance);
  return { error: Math.max(error, own) };
}

function requireFinite(values: Float32Array): Checked {
  if (values.every(Number.isFinite)) return {};
  throw new WrongResult('the result must be finite');
}
