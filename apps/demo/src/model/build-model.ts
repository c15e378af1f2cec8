import { initializers, layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { DIGIT_SIZE, hashIntegers } from '@tfjs-stn-apps/digit-training';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';

import { IMAGE_SIZE } from '../distortion/distortions.js';
import { transformChoices, type TransformChoice } from './transform-choices.js';

/**
 * Makes an untrained ST-CNN from images `[batch, 42, 42, 1]` to logits `[batch, 10]`: a spatial
 * transformer to 28×28 pixels, then the paper's classifier (Jaderberg et al., 2015, 4.1).
 *
 * @param seed makes the initial weights repeatable
 */
export function buildModel(transform: TransformChoice, seed: number): LayersModel {
  let count = 0;
  const nextSeed = (): number => hashIntegers([seed, ++count]);
  const convolution = (name: string, filters: number, kernelSize: number): layers.Layer =>
    layers.conv2d({
      name,
      filters,
      kernelSize,
      activation: 'relu',
      kernelInitializer: initializers.heNormal({ seed: nextSeed() }),
    });
  return sequential({
    name: 'st-cnn',
    layers: [
      layers.inputLayer({ inputShape: [IMAGE_SIZE, IMAGE_SIZE, 1], name: 'image' }),
      transformerLayer(transform, nextSeed()),
      convolution('conv_1', 16, 9),
      layers.maxPooling2d({ name: 'pool_1', poolSize: 2 }),
      convolution('conv_2', 24, 7),
      layers.maxPooling2d({ name: 'pool_2', poolSize: 2 }),
      layers.flatten({ name: 'flatten' }),
      layers.dense({
        name: 'logits',
        units: 10,
        kernelInitializer: initializers.glorotUniform({ seed: nextSeed() }),
      }),
    ],
  });
}

function transformerLayer(transform: TransformChoice, seed: number): layers.Layer {
  return spatialTransformerLayer({
    name: 'transformer',
    transform: transformChoices[transform](),
    sampler: bilinear(),
    localisation: fcn(),
    outputSize: [DIGIT_SIZE, DIGIT_SIZE],
    seed,
  });
}
