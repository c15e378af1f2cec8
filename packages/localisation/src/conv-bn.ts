import { initializers, layers, type LayersModel } from '@tensorflow/tfjs-layers';
import { defineLocalisation, type LocalisationFactory } from '@tfjs-stn/core';

import {
  assertKnownOptions,
  assertMinimumSize,
  fraction,
  limits,
  positiveInteger,
  positiveIntegers,
} from './checks.js';
import { localisationNet, type InitializerSeed, type NetContext } from './localisation-net.js';

const remedy = 'Enlarge them, or give convBn fewer filters';

/** Size of the net. */
export interface ConvBnConfig {
  /**
   * Filters of each 3×3 convolution, at most 4096; each halves the image. Default
   * `[64, 128, 256, 512]`.
   */
  readonly filters?: readonly number[];
  /** Filters of the first 1×1 convolution, at most 4096; the second has one. Default 256. */
  readonly reduction?: number;
  /** Units of the dense layer before θ, at most 65,536. Default 128. */
  readonly units?: number;
  /** Added to the variance in every batch normalisation, from 0 to 1. Default 1e-5, as in PyTorch. */
  readonly epsilon?: number;
  /**
   * What the moving averages keep of their value at each step, from 0 to 1. Default 0.9, which is a
   * `momentum` of 0.1 in PyTorch.
   */
  readonly momentum?: number;
}

declare module '@tfjs-stn/core' {
  interface LocalisationConfigs {
    convBn: ConvBnConfig;
  }
}

/**
 * Convolutional localisation net with batch normalisation for large images, designed for
 * 512×512×3: stride-2 convolutions down to 1/16 of the size, 1×1 convolutions to a single channel,
 * then a dense layer. With the defaults, images must be at least 16×16.
 *
 * @returns a preset; `build` creates a model from images `[batch, height, width, channels]` to θ
 *   `[batch, paramCount]`, which predicts the transform's identity before training
 * @throws OptionError if an option is not a number of its range; `build` throws
 *   ShapeError if the images are too small, OptionError for more than 2^26 weights
 */
export const convBn: LocalisationFactory<[config?: ConvBnConfig], LayersModel> =
  /* @__PURE__ */ defineLocalisation('convBn', (config: ConvBnConfig = {}) => {
    assertKnownOptions('convBn', config, ['filters', 'reduction', 'units', 'epsilon', 'momentum']);
    const filters = positiveIntegers(
      'convBn',
      'filters',
      config.filters ?? [64, 128, 256, 512],
      limits.filters,
    );
    const reduction = positiveInteger(
      'convBn',
      'reduction',
      config.reduction ?? 256,
      limits.filters,
    );
    const units = positiveInteger('convBn', 'units', config.units ?? 128, limits.units);
    const norms = {
      epsilon: fraction('convBn', 'epsilon', config.epsilon ?? 1e-5),
      // With the 0.99 of tf.layers they would still be near their initial values after 100 steps,
      // and predictions would differ from training.
      momentum: fraction('convBn', 'momentum', config.momentum ?? 0.9),
    };
    const minimum = 2 ** filters.length;
    return (target) =>
      localisationNet('convBn', target, (context) => {
        assertMinimumSize('convBn', target, minimum, remedy);
        return [
          ...filters.flatMap((count, index) => halvingBlock(context, index + 1, count, norms)),
          pointwise(context, 'reduce_1', reduction),
          pointwise(context, 'reduce_2', 1),
          layers.flatten({ name: context.name('flatten') }),
          layers.dense({
            name: context.name('dense'),
            units,
            kernelInitializer: initializers.heNormal(context.nextSeed()),
          }),
          ...normalisedRelu(context, 'dense', norms),
        ];
      });
  });

function pointwise({ name, nextSeed }: NetContext, layer: string, filters: number): layers.Layer {
  const kernelInitializer = heNormalFanOut(nextSeed());
  return layers.conv2d({
    name: name(layer),
    filters,
    kernelSize: 1,
    useBias: false,
    kernelInitializer,
  });
}

/**
 * A 3×3 convolution with stride 2, batch normalisation and ReLU: halves height and width.
 *
 * One pixel of padding on every side, as PyTorch's `padding=1`: with stride 2, `same` of tf.layers
 * pads even sizes on the right and the bottom only, which shifts everything by a pixel.
 */
function halvingBlock(
  context: NetContext,
  position: number,
  filters: number,
  norms: Norms,
): layers.Layer[] {
  const name = `conv_${position}`;
  const kernelInitializer = heNormalFanOut(context.nextSeed());
  return [
    layers.zeroPadding2d({ name: context.name(`pad_${position}`), padding: 1 }),
    layers.conv2d({
      name: context.name(name),
      filters,
      kernelSize: 3,
      strides: 2,
      kernelInitializer,
    }),
    ...normalisedRelu(context, name, norms),
  ];
}

/**
 * He initialisation by fan-out: variance 2 / (filters · kernel area), which preserves the magnitude
 * of gradients across layers. Truncated at two standard deviations, as in tf.layers.
 *
 * Source: He et al., 2015, eq. (14).
 */
function heNormalFanOut(seed: InitializerSeed): ReturnType<typeof initializers.heNormal> {
  return initializers.varianceScaling({
    scale: 2,
    mode: 'fanOut',
    distribution: 'normal',
    ...seed,
  });
}

/** The settings of every batch normalisation. */
interface Norms {
  readonly epsilon: number;
  readonly momentum: number;
}

/** Batch normalisation and ReLU after the named layer. */
function normalisedRelu({ name }: NetContext, after: string, norms: Norms): layers.Layer[] {
  return [
    layers.batchNormalization({ name: name(`${after}_norm`), ...norms }),
    layers.reLU({ name: name(`${after}_relu`) }),
  ];
}
