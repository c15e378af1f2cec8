import {
  gather,
  grad,
  tensor2d,
  tidy,
  valueAndGrads,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { gridSample, spatialTransformer, type Sampler } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { affine } from '@tfjs-stn/transform-affine';
import {
  expectClose,
  oracleBicubic,
  oracleGridSample,
  oracleGridSampleGradients,
  seededRandom,
  type OracleKernel,
  type OracleKernelName,
  type OraclePadding,
} from '@tfjs-stn/testing';
import { lanczosOracle } from '@tfjs-stn-tooling/test-support/lanczos-oracle';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { antialiased, lanczos, multiSample } from '../src/index.js';
import { dense, tensorOf } from './arrays.js';
import { backends, hooks } from './kernels.js';

// Few of the calls of `npm run fuzz`: these go through all of tfjs, on three backends.
const calls = 5 * Math.max(8, Math.ceil(Number(process.env['TFJS_STN_FUZZ_CALLS'] ?? 0) / 1000));
const firstSeed = Number(process.env['TFJS_STN_FUZZ_SEED'] ?? 1);
const wild = [NaN, Infinity, -Infinity, 1e30, -1e9, 1e-40, 0];

function drawSampler(random: () => number): [Sampler, OracleKernel | OracleKernelName] {
  const lobes = 1 + Math.floor(random() * 3);
  const a = Math.fround(-random());
  switch (Math.floor(random() * 4)) {
    case 0:
      return [nearest(), 'nearest'];
    case 1:
      return [bicubic({ a }), oracleBicubic(a)];
    case 2:
      return [multiSample({ taps: 3 + lobes, seed: lobes }), 'bilinear'];
    default:
      return [lanczos({ lobes }), lanczosOracle(lobes)];
  }
}

/** Which of NaN and the infinities comes out depends on the order of the products. */
function oneKind(values: ArrayLike<number>): Float32Array {
  return Float32Array.from(values, (value) => (Number.isFinite(value) ? value : NaN));
}

/** A call of the public operation that nobody would think of, held against the oracle. */
function check(seed: number): void {
  const random = seededRandom(seed);
  const length = (most: number): number => 1 + Math.floor(random() * most);
  const [sampler, kernel] = drawSampler(random);
  const paddings: readonly OraclePadding[] = ['zeros', 'border', 'reflection', 'wrap'];
  const padding = paddings[Math.floor(random() * 4)] as OraclePadding;
  const alignCorners = random() < 0.5;
  const [batch, channels, outHeight, outWidth] = [length(2), length(5), length(4), length(5)];
  // One call in three has pixels and fills that are not finite.
  const odd = random() < 1 / 3;
  const draw = (value: () => number): number =>
    odd && random() < 0.1 ? (wild[Math.floor(random() * 3)] as number) : value();
  const image = dense([batch, length(7), length(7), channels], () => draw(() => 2 * random() - 1));
  const grid = dense([batch, outHeight, outWidth, 2], () => {
    if (random() < 0.05) return wild[Math.floor(random() * wild.length)] as number;
    return (2 * random() - 1) * (random() < 0.6 ? 1 : 3);
  });
  const outputGradient = dense([batch, outHeight, outWidth, channels], () => 2 * random() - 1);
  const fillValue = Array.from({ length: channels }, () =>
    padding === 'zeros' ? draw(random) : 0,
  );
  const inputs = { image, grid, outputGradient, padding, fillValue, alignCorners, kernel };
  const options = { sampler, padding, alignCorners, ...(padding === 'zeros' && { fillValue }) };
  const apply = (x: Tensor, g: Tensor): Tensor => gridSample(x as Tensor4D, g as Tensor4D, options);
  const [x, g, dy] = [tensorOf(image), tensorOf(grid), tensorOf(outputGradient)];
  const oracle = { ...inputs, coordinates: 'float32' } as const;
  const expected = oracleGridSampleGradients(oracle);
  const what = `seed ${seed}, ${sampler.name}, ${padding}`;
  const tolerance = { rtol: 1e-4, atol: 5e-5 };
  const output = apply(x, g);
  const wanted = oracleGridSample(oracle);
  expectClose(
    { shape: output.shape, data: oneKind(output.dataSync()) },
    { shape: output.shape, data: oneKind(wanted.data) },
    { ...tolerance, what },
  );
  const byImage = grad((u: Tensor) => apply(u, g))(x, dy);
  expectClose(byImage, expected.image, { ...tolerance, what: `${what}, by image` });
  // What a pixel that is not finite does to a slope is undefined.
  if (odd) return;
  const byGrid = grad((u: Tensor) => apply(x, u))(g, dy);
  // A composite defines its own slope, but NaN is where the oracle has it and nowhere else.
  const comparable = (values: ArrayLike<number>): Float32Array =>
    Float32Array.from(values, (value) =>
      sampler.kind === 'kernel' || Number.isNaN(value) ? value : 0,
    );
  const { shape } = grid;
  expectClose(
    { shape, data: comparable(byGrid.dataSync()) },
    { shape, data: comparable(expected.grid.data) },
    { ...tolerance, what: `${what}, by grid` },
  );
}

/** Items that shrink, grow and turn in one batch: the same numbers as each has alone. */
function checkBatch(seed: number): void {
  const random = seededRandom(seed);
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] as Value;
  const batch = 2 + Math.floor(random() * 3);
  const [channels, outHeight, outWidth] = [pick([1, 3]), pick([1, 4, 9]), pick([1, 5, 8])];
  const sampler = antialiased({ base: pick([bilinear(), bicubic(), nearest()]) });
  const image = tensorOf(dense([batch, pick([1, 8, 17]), pick([1, 9, 16]), channels], random));
  const thetas = Array.from({ length: batch }, () => {
    const [along, across] = [pick([0.1, 0.5, 1, 3]), pick([0.1, 0.5, 1, 3])];
    const turn = (random() - 0.5) * along;
    return [along, turn, random() - 0.5, -turn, across, random() - 0.5];
  });
  const dy = tensorOf(dense([batch, outHeight, outWidth, channels], random));
  const transformer = spatialTransformer({
    transform: affine(),
    sampler,
    outputSize: [outHeight, outWidth],
    padding: pick(['zeros', 'border', 'reflection', 'wrap'] as const),
  });
  const run = (items: readonly number[]): Tensor[] => {
    const own = <Value extends Tensor>(all: Value): Value => gather(all, [...items], 0);
    const theta = tensor2d(items.map((item) => thetas[item] as number[]));
    const both = valueAndGrads((u: Tensor, t: Tensor) =>
      transformer.apply(u as Tensor4D, t as Tensor2D),
    );
    const { value, grads } = both([own(image), theta], own(dy));
    return [value, ...grads];
  };
  const together = run(thetas.map((_, item) => item));
  thetas.forEach((_, item) => {
    run([item]).forEach((alone, index) => {
      const expected = gather(together[index] as Tensor, [item], 0);
      expectClose(
        alone,
        { shape: expected.shape, data: expected.dataSync() as Float32Array },
        { rtol: 1e-5, atol: 1e-5, what: `seed ${seed}, item ${item}, result ${index}` },
      );
    });
  });
}

describeBackends(
  backends,
  () => {
    it(`${calls} random calls agree with the oracle`, () => {
      const seeds = Array.from({ length: calls }, (_, index) => firstSeed + index);
      expect(() => seeds.forEach((seed) => tidy(() => check(seed)))).not.toThrow();
    });
  },
  hooks,
);

// Every item is sampled again alone, with both gradients: too slow for the reference.
describeBackends(
  ['wasm'],
  () => {
    const batches = calls / 5;
    it(`${batches} mixed batches give each item what it has alone`, () => {
      const seeds = Array.from({ length: batches }, (_, index) => firstSeed + index);
      expect(() => seeds.forEach((seed) => tidy(() => checkBatch(seed)))).not.toThrow();
    });
  },
  hooks,
);
