import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Sampler, Transform } from '@tfjs-stn/core';
import { oracleGridSample } from '@tfjs-stn/testing';

import { atPixels } from '../checks/at-pixels.js';
import { requireClose } from '../checks/require-close.js';
import { WrongResult } from '../checks/wrong-result.js';
import { pluginKernel } from './plugin-kernel.js';
import { pluginPoints } from './plugin-points.js';
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

const tolerance = 2e-3;

/**
 * Holds the output against the oracle, which samples at the points that the transform names, with
 * the weights that the sampler names. Nobody but its author can say whether these are the right
 * ones; and what a composite sampler ought to give, nobody else knows at all: it must be finite.
 *
 * @returns the largest error; undefined for a composite sampler
 * @throws WrongResult
 */
export async function checkPlugin(check: PluginCheck): Promise<number | undefined> {
  const { sampler, problem, image, theta, forward } = check;
  const [, height, width, channels] = problem.shape;
  const output = forward(image, theta);
  const values = Float32Array.from(await output.data());
  output.dispose();
  if (sampler.kind === 'composite') {
    if (values.every(Number.isFinite)) return undefined;
    throw new WrongResult('the output must be finite');
  }
  const { pixels, perImage, grid } = await pluginPoints(check, theta);
  const expected = oracleGridSample({
    image: { shape: problem.shape, data: problem.image },
    grid,
    kernel: pluginKernel(sampler),
    coordinates: 'float32',
  });
  const picked = atPixels(values, pixels, perImage, height * width, channels);
  return requireClose('the output', picked, expected.data, tolerance);
}
