import { losses, randomNormal, tensor, train, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { seededRandom } from '@tfjs-stn/testing';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

import type { Shape } from '../cases/shape.js';
import { affineModel } from '../fields/affine-model.js';

/** Side of what the transformer gives, in pixels. */
export const innerSide = 28;
/** Filters of the two convolutions, as in the paper's nets of 400,000 parameters. */
const filters = [32, 64] as const;
/** Small, so that the net after a step can be compared with the one before. */
export const learningRate = 0.01;

/**
 * The paper's ST-CNN for distorted MNIST (Jaderberg et al., 2015, 4.1), untrained, from images
 * `[batch, height, width, channels]` to logits `[batch, 10]`. Its transformer turns images a little
 * from the start, each by another angle, so that there is something to sample.
 */
export function stCnnModel([, height, width, channels]: Shape, seed: number): Sequential {
  const convolution = (count: number, side: number, own: number): layers.Layer =>
    layers.conv2d({
      filters: count,
      kernelSize: side,
      activation: 'relu',
      kernelInitializer: initializers.heNormal({ seed: seed + own }),
    });
  const model = sequential({
    layers: [
      spatialTransformerLayer({
        inputShape: [height, width, channels],
        transform: affine(),
        sampler: bilinear(),
        localisation: fcn(),
        outputSize: [innerSide, innerSide],
        seed,
      }),
      convolution(filters[0], 9, 1),
      layers.maxPooling2d({ poolSize: 2 }),
      convolution(filters[1], 7, 2),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({
        units: 10,
        kernelInitializer: initializers.glorotUniform({ seed: seed + 3 }),
      }),
    ],
  });
  turn(model, seed);
  model.compile({
    optimizer: train.sgd(learningRate),
    loss: (labels: Tensor, logits: Tensor) => losses.softmaxCrossEntropy(labels, logits),
  });
  return model;
}

/** The last layer of the localisation net starts at the identity; this moves it away. */
function turn(model: Sequential, seed: number): void {
  const [transformer] = model.layers;
  const weights = transformer?.getWeights() ?? [];
  const kernel = weights.at(-2);
  if (transformer === undefined || kernel === undefined) throw new RangeError('no transformer');
  const moved = randomNormal(kernel.shape, 0, 0.02, 'float32', seed);
  const bias = tensor(affineModel.theta(seededRandom(seed)));
  transformer.setWeights([...weights.slice(0, -2), moved, bias]);
  [moved, bias].forEach((made) => made.dispose());
}
