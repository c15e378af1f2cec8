import { initializers, layers, type LayersModel } from '@tensorflow/tfjs-layers';
import { defineLocalisation, type LocalisationFactory } from '@tfjs-stn/core';

import { assertKnownOptions, limits, positiveIntegers } from './checks.js';
import { localisationNet } from './localisation-net.js';

/** Size of the net. */
export interface FcnConfig {
  /** Units of each hidden layer, at most 65,536. Default `[32, 32, 32]`. */
  readonly units?: readonly number[];
}

declare module '@tfjs-stn/core' {
  interface LocalisationConfigs {
    fcn: FcnConfig;
  }
}

/**
 * Fully connected localisation net: dense layers with ReLU on the flattened image. For small images,
 * since the first layer has `height · width · channels · units` weights.
 *
 * @returns a preset; `build` creates a model from images `[batch, height, width, channels]` to θ
 *   `[batch, paramCount]`, which predicts the transform's identity before training
 * @throws OptionError if units is not a list of positive integers or exceeds its limit; `build`
 *   throws OptionError for more than 2^26 weights
 *
 * Source: Jaderberg et al., 2015, appendix, the ST-FCN for distorted MNIST.
 */
export const fcn: LocalisationFactory<[config?: FcnConfig], LayersModel> =
  /* @__PURE__ */ defineLocalisation('fcn', (config: FcnConfig = {}) => {
    assertKnownOptions('fcn', config, ['units']);
    const units = positiveIntegers('fcn', 'units', config.units ?? [32, 32, 32], limits.units);
    return (target) =>
      localisationNet('fcn', target, ({ name, nextSeed }) => [
        layers.flatten({ name: name('flatten') }),
        ...units.map((width, index) =>
          layers.dense({
            name: name(`dense_${index + 1}`),
            units: width,
            activation: 'relu',
            kernelInitializer: initializers.heNormal(nextSeed()),
          }),
        ),
      ]);
  });
