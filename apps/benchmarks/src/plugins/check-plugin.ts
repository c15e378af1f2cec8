import { tensor, tidy, type Tensor, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { generateGrid, type KernelSampler, type Sampler, type Transform } from '@tfjs-stn/core';
import { oracleGridSample, type OracleKernel, type OracleKernelName } from '@tfjs-stn/testing';

import { atPixels } from '../checks/at-pixels.js';
import { requireClose } from '../checks/require-close.js';
import { WrongResult } from '../checks/wrong-result.js';
import type { PluginProblem } from './plugin-problem.js';

/** What is checked. */
export interface PluginCheck {
  readonly transform: Transform;
  readonly sampler: Sampler;
  readonly problem: PluginProblem;
  readonly image: Tensor4D;
  readonly theta: Tensor2D;
  forward(image: Tensor, theta: Tensor): Tensor4D;
}

/** Pixels that are looked at, over the whole batch. */
const pixelsInAll = 512;
const tolerance = 2e-3;

/**
 * Holds the output against the oracle, which samples at the points that the transform names, with
 * the weights that the sampler names. Nobody but its author can say whether these are the right
 * ones; and what a composite sampler ought to give, nobody else knows at all: it must be finite.
 *
 * @returns the largest error
 * @throws WrongResult
 */
export async function checkPlugin(check: PluginCheck): Promise<number> {
  const { transform, sampler, problem, image, theta, forward } = check;
  const [batch, height, width, channels] = problem.shape;
  const output = forward(image, theta);
  const values = Float32Array.from(await output.data());
  output.dispose();
  if (sampler.kind === 'composite') {
    if (values.every(Number.isFinite)) return 0;
    throw new WrongResult('the output must be finite');
  }
  const grid = generateGrid(transform, theta, [height, width]);
  const points = Float32Array.from(await grid.data());
  grid.dispose();
  const area = height * width;
  const perImage = Math.min(area, Math.ceil(pixelsInAll / batch));
  const pixels = Array.from({ length: batch * perImage }, (_, index) =>
    Math.floor(((index % perImage) * area) / perImage),
  );
  const expected = oracleGridSample({
    image: { shape: problem.shape, data: problem.image },
    grid: {
      shape: [batch, 1, perImage, 2],
      data: atPixels(points, pixels, perImage, area, 2),
    },
    kernel: kernelOf(sampler),
    coordinates: 'float32',
  });
  const picked = atPixels(values, pixels, perImage, area, channels);
  return requireClose('the output', picked, expected.data, tolerance);
}

function kernelOf(sampler: KernelSampler): OracleKernelName | OracleKernel {
  if (sampler.name === 'bilinear') return 'bilinear';
  const weights = (offset: number): number[] =>
    tidy(() => sampler.weights(tensor([offset])).map((weight) => weight.dataSync()[0] ?? NaN));
  return { taps: sampler.taps, weights, weightDerivatives: () => [] };
}
