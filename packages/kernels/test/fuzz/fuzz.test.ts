import { expect, it } from 'vitest';

import {
  expectClose,
  oracleBasisWarp,
  oracleBasisWarpGradients,
  oracleGridSample,
  oracleGridSampleGradients,
  oracleHomographyWarp,
  oracleHomographyWarpGradients,
  type DenseArray,
  type Float64Dense,
} from '@tfjs-stn/testing';
import { compileKernels, linkKernels } from '../../src/index.js';
import { fuzzCase, type FuzzCase } from './fuzz-case.js';
import { runOnKernels } from './run-on-kernels.js';

// `npm run fuzz` sets these; without them it is a short run, the same every time.
const calls = Number(process.env['TFJS_STN_FUZZ_CALLS'] ?? 900);
const firstSeed = Number(process.env['TFJS_STN_FUZZ_SEED'] ?? 1);
const tasksPerCase = 3;
const cases = Math.ceil(calls / tasksPerCase);

const memory = new WebAssembly.Memory({ initial: 64 });
const kernels = linkKernels(await compileKernels('plain'), memory);

it(
  `${cases * tasksPerCase} random calls from seed ${firstSeed} agree with the oracle and keep to their arrays`,
  { timeout: 60 * 60_000 },
  () => {
    let reported = Date.now();
    for (let index = 0; index < cases; index++) {
      expect(failureOf(firstSeed + index)).toBeUndefined();
      if (Date.now() - reported > 5000) {
        reported = Date.now();
        console.log(`${(index + 1) * tasksPerCase} of ${cases * tasksPerCase} calls`);
      }
    }
    console.log(`seeds ${firstSeed} to ${firstSeed + cases - 1}`);
  },
);

/** What is wrong with a seed's results, and how to see it again. */
function failureOf(seed: number): string | undefined {
  const fuzzed = fuzzCase(seed);
  try {
    check(fuzzed);
    return undefined;
  } catch (error) {
    return `seed ${seed}: ${describeCase(fuzzed)}: ${String(error)}`;
  }
}

function check(fuzzed: FuzzCase): void {
  const results = runOnKernels(memory, kernels, fuzzed);
  expect(results.trespasses).toEqual([]);
  const expected = ask(fuzzed);
  const dense = (data: Float32Array | Float64Array, shape: readonly number[]): DenseArray => ({
    shape,
    data: Float32Array.from(data),
  });
  const { image, source, outputGradient } = fuzzed;
  expectClose(dense(results.output, outputGradient.shape), expected.output, {
    rtol: 1e-5,
    atol: 5e-6,
    what: 'output',
  });
  expectClose(dense(results.imageGradient, image.shape), expected.image, {
    rtol: 1e-4,
    atol: 5e-5,
    what: 'gradient by image',
  });
  if (!isComparable(fuzzed)) return;
  // Sums of terms that cancel: judged by the largest of them.
  const largest = expected.source.data.reduce((a, b) => Math.max(a, Math.abs(b) || 0), 1);
  expectClose(dense(results.fieldGradient, source.shape), expected.source, {
    rtol: 1e-4,
    atol: 2e-5 * largest,
    what: `gradient by ${fuzzed.field}`,
  });
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
    kernel: fuzzed.sampler,
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

/** Near a horizon, or with huge entries, the matrix's gradient is what float32 makes of it. */
function isComparable({ field, source }: FuzzCase): boolean {
  if (field !== 'homography') return true;
  return source.data.every((value, index) => {
    const entry = index % 9;
    return Math.abs(value) < 100 && (entry < 6 || value === (entry === 8 ? 1 : 0));
  });
}

function describeCase(fuzzed: FuzzCase): string {
  const { field, sampler, padding, alignCorners, image, source, outputSize } = fuzzed;
  const corners = alignCorners ? 'align corners' : 'align edges';
  return `${sampler} along ${field} [${source.shape.join(',')}], ${padding}, ${corners}, [${image.shape.join(',')}] to [${outputSize.join(',')}]`;
}
