import { expect, it } from 'vitest';

import {
  expectClose,
  oracleBasisWarp,
  oracleBasisWarpGradients,
  oracleBicubic,
  oracleGridSample,
  oracleGridSampleGradients,
  oracleHomographyGrid,
  oracleHomographyWarp,
  oracleHomographyWarpGradients,
  type DenseArray,
  type Float64Dense,
} from '@tfjs-stn/testing';
import { compileKernels, linkKernels } from '../../src/index.js';
import { fuzzCase, type FuzzCase } from './fuzz-case.js';
import { runOnKernels } from './run-on-kernels.js';

// `npm run fuzz` sets these; without them it is a short run, the same every time.
// A call is one drawn problem, which then goes forward and both ways back.
const calls = Number(process.env['TFJS_STN_FUZZ_CALLS'] ?? 300);
const firstSeed = Number(process.env['TFJS_STN_FUZZ_SEED'] ?? 1);

const binary = await compileKernels('plain');
// What surrounds the arrays is compared as a whole: few cases need much.
const places = [3, 8, 32, 256].map((pages) => {
  const memory = new WebAssembly.Memory({ initial: pages });
  return { memory, kernels: linkKernels(binary, memory) };
});

it(
  `${calls} random calls from seed ${firstSeed} agree with the oracle and keep to their arrays`,
  { timeout: 60 * 60_000 },
  () => {
    let reported = Date.now();
    for (let index = 0; index < calls; index++) {
      const seed = firstSeed + index;
      expect(failureIn(fuzzCase(seed), `seed ${seed}`)).toBeUndefined();
      if (Date.now() - reported > 5000) {
        reported = Date.now();
        console.log(`${index + 1} of ${calls} calls`);
      }
    }
    console.log(`seeds ${firstSeed} to ${firstSeed + calls - 1}`);
  },
);

const cubic = -0.75;

// Rare among random ones: four points in a row whose last neighbour has weight 0, beside Infinity.
it.each([
  ['bilinear', -1],
  ['bilinear', 2],
  ['bicubic', -2],
  ['bicubic', 3],
] as const)('%s at pixel %d of 2 infinite ones agrees with the oracle', (sampler, pixel) => {
  const image = { shape: [1, 2, 2, 1], data: new Float32Array(4).fill(Infinity) };
  const [inside, edge] = [-0.5, pixel - 0.5];
  for (const points of [
    [inside, edge],
    [edge, inside],
  ]) {
    const source = {
      shape: [1, 1, 4, 2],
      data: Float32Array.from({ length: 8 }, (_, i) => points[i % 2]!),
    };
    const outputGradient = { shape: [1, 1, 4, 1], data: new Float32Array(4).fill(1) };
    const bands = { outputRow: 0, imageRow: 1 };
    const kernel = sampler === 'bicubic' ? oracleBicubic(cubic) : sampler;
    const taps = sampler === 'bicubic' ? 4 : 2;
    const fixed = { field: 'grid', sampler, cubic, kernel, taps, bands } as const;
    const outputSize = [1, 4] as const;
    const fillValue = { shape: [1], data: new Float32Array(1) };
    const drawn = {
      ...fuzzCase(1),
      ...fixed,
      padding: 'zeros' as const,
      alignCorners: false,
      image,
      source,
      outputGradient,
      outputSize,
      fillValue,
    };
    expect(failureIn(drawn, 'edge')).toBeUndefined();
  }
});

/** What is wrong with the results of a case, and how to see it again. */
function failureIn(fuzzed: FuzzCase, name: string): string | undefined {
  try {
    check(fuzzed);
    return undefined;
  } catch (error) {
    return `${name}: ${describeCase(fuzzed)}: ${String(error)}`;
  }
}

function check(fuzzed: FuzzCase): void {
  const bytes = bytesOf(fuzzed);
  const place = places.find(({ memory }) => memory.buffer.byteLength > bytes);
  if (!place) throw new Error(`no memory of ${bytes} bytes`);
  const results = runOnKernels(place.memory, place.kernels, fuzzed);
  expect(results.trespasses).toEqual([]);
  const expected = ask(fuzzed);
  const { image, outputGradient } = fuzzed;
  compare(results.output, { ...expected.output, shape: outputGradient.shape }, 'output', {
    rtol: 1e-5,
    atol: 5e-6,
  });
  compare(results.imageGradient, { ...expected.image, shape: image.shape }, 'gradient by image', {
    rtol: 1e-4,
    // A float32 sum of n terms around ±1 wanders to √n, and is rounded n times: n · 2^-24 in all.
    atol: Math.max(5e-5, termsPerPixel(fuzzed) * 2 ** -24),
  });
  compareFieldGradient(fuzzed, results.fieldGradient, expected);
}

/** Enough for the arrays and the guards around them. */
function bytesOf(fuzzed: FuzzCase): number {
  const { image, source, basis, outputGradient, fillValue, taps } = fuzzed;
  const arrays = [image, source, source, basis, outputGradient, fillValue, fillValue];
  const channels = Math.max(1, fillValue.data.length);
  const weights = (outputGradient.data.length / channels) * taps * 16 + taps * channels * 64;
  return arrays.reduce((bytes, { data }) => bytes + data.byteLength + 2048, 2 ** 18 + weights);
}

/** How many terms the gradient by a pixel is the sum of, on average. */
function termsPerPixel({ taps, image, outputGradient }: FuzzCase): number {
  return (taps ** 2 * outputGradient.data.length) / Math.max(1, image.data.length);
}

/**
 * What a NaN or infinite pixel does to the slope of who reads it is nobody's rule: where an output is
 * no number, its share of the field's gradient is left out, which is that of one point of a grid.
 */
function compareFieldGradient(
  fuzzed: FuzzCase,
  actual: ArrayLike<number>,
  { output, source }: Expected,
): void {
  const items = source.shape[0] as number;
  const outputs = output.data.length / items;
  const isFiniteFrom = (first: number, count: number): boolean =>
    !hasOddPixels(fuzzed) || output.data.slice(first, first + count).every(Number.isFinite);
  const size = source.data.length / items;
  const channels = fuzzed.image.shape[3] as number;
  const owner = fuzzed.field === 'grid' && items === output.shape[0];
  for (let item = 0; item < items; item++) {
    const own = (values: ArrayLike<number>): number[] =>
      Array.from(values)
        .slice(item * size, (item + 1) * size)
        .map((value, index) => {
          const point = item * outputs + (index >> 1) * channels;
          return !owner || isFiniteFrom(point, channels) ? value : 0;
        });
    if (!owner && !isFiniteFrom(item * outputs, outputs)) continue;
    const field = own(fuzzed.source.data);
    if (fuzzed.field === 'homography' && !isComparable(field, fuzzed)) continue;
    const expected = { shape: [size], data: own(source.data) };
    // Where all neighbours are one pixel slopes cancel, but for a rounding that grows with the map
    // and with the number of terms: n · 2^-24, each in pixels per unit.
    const cancels = fuzzed.field !== 'grid' && expected.data.every((x) => Math.abs(x) < 1e-9);
    const least = cancels ? Math.max(1, ...field.map(Math.abs)) * cancelled(fuzzed, items) : 1;
    compareSums(own(actual), expected, `gradient by ${fuzzed.field} ${item}`, least);
  }
}

/** How far from 0 slopes that cancel may come out, in units of the tolerance of others; at least 1. */
function cancelled({ taps, image, outputGradient }: FuzzCase, items: number): number {
  const terms = (taps ** 2 * outputGradient.data.length) / items;
  const pixelsPerUnit = Math.max(image.shape[1] as number, image.shape[2] as number) / 2;
  return Math.max(1, (terms * pixelsPerUnit * 2 ** -24) / cancellingTolerance);
}

function hasOddPixels({ image }: FuzzCase): boolean {
  return !image.data.every(Number.isFinite);
}

/**
 * Where an image's NaN or infinity is read, no number comes out; which of the three, is a matter of
 * what is multiplied first.
 */
function compare(
  actual: ArrayLike<number>,
  { shape, data }: DenseArray,
  what: string,
  tolerance: { readonly rtol: number; readonly atol: number },
): void {
  const oneKind = (values: ArrayLike<number>): Float32Array =>
    Float32Array.from(values, (value) => (Number.isFinite(value) ? value : NaN));
  expectClose(
    { shape, data: oneKind(actual) },
    { shape, data: oneKind(data) },
    { ...tolerance, what },
  );
}

const cancellingTolerance = 2e-5;

/** Sums of terms that cancel: judged by the largest of them, or by `least`. */
function compareSums(
  actual: ArrayLike<number>,
  expected: DenseArray,
  what: string,
  least: number,
): void {
  const largest = Array.from(expected.data).reduce(
    (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
    least,
  );
  compare(actual, expected, what, { rtol: 1e-4, atol: cancellingTolerance * largest });
}

interface Expected {
  readonly output: DenseArray;
  readonly image: DenseArray;
  readonly source: Float64Dense;
}

/** What NUMERICS decides. */
function ask(fuzzed: FuzzCase): Expected {
  const { image, source, basis, outputSize, outputGradient } = fuzzed;
  const options = {
    image,
    kernel: fuzzed.kernel,
    padding: fuzzed.padding,
    fillValue: [...fuzzed.fillValue.data],
    alignCorners: fuzzed.alignCorners,
    coordinates: 'float32',
  } as const;
  switch (fuzzed.field) {
    case 'homography': {
      const inputs = { ...options, matrix: source, outputSize };
      const gradients = oracleHomographyWarpGradients({ ...inputs, outputGradient });
      return { output: oracleHomographyWarp(inputs), ...gradients, source: gradients.matrix };
    }
    case 'grid': {
      const inputs = { ...options, grid: source };
      const gradients = oracleGridSampleGradients({ ...inputs, outputGradient });
      return { output: oracleGridSample(inputs), ...gradients, source: gradients.grid };
    }
    case 'basis': {
      const inputs = { ...options, basis, coefficients: source, outputSize };
      const gradients = oracleBasisWarpGradients({ ...inputs, outputGradient });
      return { output: oracleBasisWarp(inputs), ...gradients, source: gradients.coefficients };
    }
    default:
      return fuzzed.field satisfies never;
  }
}

/** Huge entries, and points just in front of a horizon, leave to float32 what the gradient is. */
function isComparable(matrix: readonly number[], { outputSize, alignCorners }: FuzzCase): boolean {
  if (!matrix.every((value) => Math.abs(value) < 100)) return false;
  const points = oracleHomographyGrid({
    matrix: { shape: [1, 3, 3], data: [0, 0, 1, 0, 0, 1, ...matrix.slice(6)] },
    outputSize,
    alignCorners,
  });
  // 1 / w, or infinity behind the horizon.
  return points.data.every((value) => value === Infinity || value < 4);
}

function describeCase(fuzzed: FuzzCase): string {
  const { field, sampler, taps, padding, alignCorners, image, source, outputSize } = fuzzed;
  const corners = alignCorners ? 'align corners' : 'align edges';
  const kernel = sampler === 'bicubic' ? `bicubic ${fuzzed.cubic}` : `${sampler}, ${taps} taps,`;
  return `${kernel} along ${field} [${source.shape.join(',')}], ${padding}, ${corners}, [${image.shape.join(',')}] to [${outputSize.join(',')}]`;
}
