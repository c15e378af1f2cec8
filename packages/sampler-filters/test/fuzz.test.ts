import { grad, tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { gridSample, type Sampler } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { nearest } from '@tfjs-stn/sampler-nearest';
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
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { lanczos, multiSample } from '../src/index.js';
import { dense, tensorOf } from './arrays.js';
import { backends, hooks } from './kernels.js';
import { lanczosOracle } from './lanczos-oracle.js';

const calls = 40;
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

/** A call of the public operation that nobody would think of, held against the oracle. */
function check(seed: number): void {
  const random = seededRandom(seed);
  const length = (most: number): number => 1 + Math.floor(random() * most);
  const [sampler, kernel] = drawSampler(random);
  const paddings: readonly OraclePadding[] = ['zeros', 'border', 'reflection', 'wrap'];
  const padding = paddings[Math.floor(random() * 4)] as OraclePadding;
  const alignCorners = random() < 0.5;
  const [batch, channels, outHeight, outWidth] = [length(2), length(5), length(4), length(5)];
  const image = dense([batch, length(7), length(7), channels], () => 2 * random() - 1);
  const grid = dense([batch, outHeight, outWidth, 2], () => {
    if (random() < 0.05) return wild[Math.floor(random() * wild.length)] as number;
    return (2 * random() - 1) * (random() < 0.6 ? 1 : 3);
  });
  const outputGradient = dense([batch, outHeight, outWidth, channels], () => 2 * random() - 1);
  const fillValue = Array.from({ length: channels }, () => (padding === 'zeros' ? random() : 0));
  const inputs = { image, grid, outputGradient, padding, fillValue, alignCorners, kernel };
  const options = { sampler, padding, alignCorners, ...(padding === 'zeros' && { fillValue }) };
  const apply = (x: Tensor, g: Tensor): Tensor => gridSample(x as Tensor4D, g as Tensor4D, options);
  const [x, g, dy] = [tensorOf(image), tensorOf(grid), tensorOf(outputGradient)];
  const oracle = { ...inputs, coordinates: 'float32' } as const;
  const expected = oracleGridSampleGradients(oracle);
  const what = `seed ${seed}, ${sampler.name}, ${padding}`;
  const tolerance = { rtol: 1e-4, atol: 5e-5 };
  expectClose(apply(x, g), oracleGridSample(oracle), { ...tolerance, what });
  const byImage = grad((u: Tensor) => apply(u, g))(x, dy);
  expectClose(byImage, expected.image, { ...tolerance, what: `${what}, by image` });
  const byGrid = grad((u: Tensor) => apply(x, u))(g, dy);
  // A composite's slope is its own affair, but NaN is where the oracle has it and nowhere else.
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

describeBackends(
  backends,
  () => {
    it(`${calls} random calls agree with the oracle`, () => {
      const seeds = Array.from({ length: calls }, (_, index) => index + 1);
      expect(() => seeds.forEach((seed) => tidy(() => check(seed)))).not.toThrow();
    });
  },
  hooks,
);
