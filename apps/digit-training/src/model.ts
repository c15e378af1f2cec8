import { initializers, layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import type { Sampler, Transform } from '@tfjs-stn/core';
import { SpatialTransformerLayer, spatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';

import { DIGIT_SIZE } from './digits.js';
import { hashIntegers } from './random.js';

/** The parts of a digit classifier that vary. */
export interface DigitModelOptions {
  readonly name: string;
  /** Height and width of the input images, in pixels. */
  readonly imageSize: number;
  /** Filters of the two convolutions. */
  readonly filters: readonly [first: number, second: number];
  /** The transform of a spatial transformer before the classifier; without it there is none. */
  readonly transform?: Transform | undefined;
  /** How it samples. Default bilinear. */
  readonly sampler?: Sampler;
  /** Integers that determine the initial weights. */
  readonly seed: readonly number[];
}

/**
 * Builds an untrained classifier from images `[batch, imageSize, imageSize, 1]` to logits
 * `[batch, 10]`: an optional spatial transformer to 28×28 pixels (localisation net `fcn`),
 * then the classifier of Jaderberg et al. (2015), section 4.1: a 9×9 and a 7×7 convolution with ReLU,
 * each followed by 2×2 max pooling, and a dense layer.
 */
export function buildDigitModel(options: DigitModelOptions): LayersModel {
  const { name, imageSize, filters, transform, sampler = bilinear(), seed } = options;
  let count = 0;
  const nextSeed = (): number => hashIntegers([...seed, ++count]);
  return sequential({
    name,
    layers: [
      layers.inputLayer({ inputShape: [imageSize, imageSize, 1], name: 'image' }),
      ...(transform ? [transformerLayer(transform, sampler, nextSeed())] : []),
      ...classifierLayers(filters, nextSeed),
    ],
  });
}

function transformerLayer(transform: Transform, sampler: Sampler, seed: number): layers.Layer {
  return spatialTransformerLayer({
    name: 'transformer',
    transform,
    sampler,
    localisation: fcn(),
    outputSize: [DIGIT_SIZE, DIGIT_SIZE],
    seed,
  });
}

function classifierLayers(
  [first, second]: DigitModelOptions['filters'],
  nextSeed: () => number,
): layers.Layer[] {
  const convolution = (name: string, filters: number, kernelSize: number): layers.Layer =>
    layers.conv2d({
      name,
      filters,
      kernelSize,
      activation: 'relu',
      kernelInitializer: initializers.heNormal({ seed: nextSeed() }),
    });
  return [
    convolution('conv_1', first, 9),
    layers.maxPooling2d({ name: 'pool_1', poolSize: 2 }),
    convolution('conv_2', second, 7),
    layers.maxPooling2d({ name: 'pool_2', poolSize: 2 }),
    layers.flatten({ name: 'flatten' }),
    layers.dense({
      name: 'logits',
      units: 10,
      kernelInitializer: initializers.glorotUniform({ seed: nextSeed() }),
    }),
  ];
}

/** The first spatial transformer of a model, if it has one. */
export function transformerOf(model: LayersModel): SpatialTransformerLayer | undefined {
  return transformersOf(model)[0];
}

/** The spatial transformers of a model. */
export function transformersOf(model: LayersModel): readonly SpatialTransformerLayer[] {
  return model.layers.filter((layer) => layer instanceof SpatialTransformerLayer);
}
