import {
  dispose,
  square,
  sum,
  tensor4d,
  tidy,
  variableGrads,
  type Tensor,
  type Tensor4D,
  type Variable,
} from '@tensorflow/tfjs-core';
import { sequential } from '@tensorflow/tfjs-layers';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { convBn, type ConvBnConfig } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { expectClose } from '@tfjs-stn/testing';
import { affine } from '@tfjs-stn/transform-affine';
import { expect } from 'vitest';

import { loadPyTorchWeights, type StoredTensor } from '../../src/index.js';

export interface Dense {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What the module gives in PyTorch. */
export interface Expected {
  readonly training: boolean;
  readonly theta: Dense;
  readonly output: Dense;
  /** Of the sum of the squared output, by the first filter and the last bias. */
  readonly filterGradient: Dense;
  readonly biasGradient: Dense;
}

const names = [
  ...[0, 1, 2, 3].flatMap((at) => [`localization.${at}.0`, `localization.${at}.1`]),
  ...'localization.4 localization.5 fc_loc.0 fc_loc.1 fc_loc.3'.split(' '),
];

/** Loads the weights into the preset `convBn` and compares θ, output and gradients. */
export function expectAsInPyTorch(
  config: ConvBnConfig,
  weights: ReadonlyMap<string, StoredTensor>,
  { shape, data }: Dense,
  { training, theta, output, filterGradient, biasGradient }: Expected,
): void {
  const layer = spatialTransformerLayer({
    inputShape: shape.slice(1),
    transform: affine(),
    sampler: bilinear(),
    localisation: convBn(config),
  });
  const model = sequential({ layers: [layer] });
  const { loaded } = loadPyTorchWeights(model, weights);
  expect(loaded.map(({ tensors: [first] }) => first)).toEqual(
    names.map((name) => `${name}.weight`),
  );

  const image = tensor4d(data, shape as [number, number, number, number]);
  const run = (): Tensor4D => model.apply(image, { training }) as Tensor4D;
  tidy(() => {
    if (!training) expectClose(layer.localise(image), theta, { rtol: 0, atol: 1e-4 });
    expectClose(run(), output, { rtol: 0, atol: 1e-3 });
  });
  const variables = layer.trainableWeights.map((weight) => weight.read() as Variable);
  const { grads } = tidy(() => variableGrads(() => sum(square(run())), variables));
  const [filter, bias] = [variables[0], variables.at(-1)].map((v) => grads[v?.name ?? '']);
  expectSimilar(filter as Tensor, filterGradient);
  expectSimilar(bias as Tensor, biasGradient);
  dispose([image, grads]);
  model.dispose();
}

/** Equal within 1 % of the largest value. */
function expectSimilar(gradient: Tensor, expected: Dense): void {
  const most = expected.data.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  expectClose(gradient, expected, { rtol: 0, atol: 0.01 * most });
}
