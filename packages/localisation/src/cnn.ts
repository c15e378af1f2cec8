import { initializers, layers, type LayersModel } from '@tensorflow/tfjs-layers';
import { defineLocalisation, type LocalisationFactory } from '@tfjs-stn/core';

import {
  assertKnownOptions,
  assertMinimumSize,
  limits,
  positiveInteger,
  positiveIntegers,
} from './checks.js';
import { localisationNet, type NetContext } from './localisation-net.js';

const remedy = 'Enlarge them, or give cnn fewer filters or a smaller kernelSize';

/** Size of the net. */
export interface CnnConfig {
  /** Filters of each convolution, at most 4096; pooling halves the image before each. Default `[20, 20]`. */
  readonly filters?: readonly number[];
  /** Height and width of every filter, in pixels, at most 256. Default 5. */
  readonly kernelSize?: number;
  /** Units of the dense layer before θ, at most 65,536. Default 20. */
  readonly units?: number;
}

declare module '@tfjs-stn/core' {
  interface LocalisationConfigs {
    cnn: CnnConfig;
  }
}

/**
 * Convolutional localisation net: 2×2 max pooling and an unpadded convolution with ReLU for each
 * entry of `filters`, then a dense layer with ReLU. With the defaults, images must be at least
 * 28×28.
 *
 * @returns a preset; `build` creates a model from images `[batch, height, width, channels]` to θ
 *   `[batch, paramCount]`, which predicts the transform's identity before training
 * @throws OptionError if an option is not a positive integer or exceeds its limit; `build` throws
 *   ShapeError if the images are too small, OptionError for more than 2^26 weights
 *
 * Source: Jaderberg et al., 2015, appendix, the ST-CNN for distorted MNIST.
 */
export const cnn: LocalisationFactory<[config?: CnnConfig], LayersModel> =
  /* @__PURE__ */ defineLocalisation('cnn', (config: CnnConfig = {}) => {
    assertKnownOptions('cnn', config, ['filters', 'kernelSize', 'units']);
    const filters = positiveIntegers('cnn', 'filters', config.filters ?? [20, 20], limits.filters);
    const kernelSize = positiveInteger(
      'cnn',
      'kernelSize',
      config.kernelSize ?? 5,
      limits.kernelSize,
    );
    const units = positiveInteger('cnn', 'units', config.units ?? 20, limits.units);
    const minimum = filters.reduce((size) => (size + kernelSize - 1) * 2, 1);
    return (target) =>
      localisationNet('cnn', target, (context) => {
        assertMinimumSize('cnn', target, minimum, remedy);
        return [
          ...filters.flatMap((count, index) => block(context, index + 1, count, kernelSize)),
          layers.flatten({ name: context.name('flatten') }),
          layers.dense({
            name: context.name('dense'),
            units,
            activation: 'relu',
            kernelInitializer: initializers.heNormal(context.nextSeed()),
          }),
        ];
      });
  });

function block(
  { name, nextSeed }: NetContext,
  position: number,
  filters: number,
  kernelSize: number,
): layers.Layer[] {
  return [
    layers.maxPooling2d({ name: name(`pool_${position}`), poolSize: 2 }),
    layers.conv2d({
      name: name(`conv_${position}`),
      filters,
      kernelSize,
      activation: 'relu',
      kernelInitializer: initializers.heNormal(nextSeed()),
    }),
  ];
}
