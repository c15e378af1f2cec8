import { initializers, layers, type LayersModel } from '@tensorflow/tfjs-layers';
import { defineLocalisation, type LocalisationFactory } from '@tfjs-stn/core';

import { assertKnownOptions, positiveIntegers } from './checks.js';
import { localisationNet } from './localisation-net.js';

/** How wide and deep the net is. */
export interface FcnConfig {
  /** Units of every hidden layer. Default `[32, 32, 32]`. */
  readonly units?: readonly number[];
}

declare module '@tfjs-stn/core' {
  interface LocalisationConfigs {
    fcn: FcnConfig;
  }
}

/**
 * Fully connected localisation net: dense layers with ReLU on the flattened image. The one of the
 * ST-FCN for distorted MNIST (Jaderberg et al., 2015, appendix).
 *
 * Its first layer has `height · width · channels · units` weights, so it is for small images.
 *
 * @returns a preset; `build` makes a model from `[batch, height, width, channels]` to θ
 *   `[batch, paramCount]`, at first the transform's identity for every image
 * @throws OptionError if units is no list of positive integers
 */
export const fcn: LocalisationFactory<[config?: FcnConfig], LayersModel> =
  /* @__PURE__ */ defineLocalisation('fcn', (config: FcnConfig = {}) => {
    assertKnownOptions('fcn', config, ['units']);
    const units = positiveIntegers('fcn', 'units', config.units ?? [32, 32, 32]);
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
