import { dispose, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { buildDigitModel, transformerOf as findTransformer } from '@tfjs-stn-apps/digit-training';
import type { Transform } from '@tfjs-stn/core';
import type { SpatialTransformerLayer } from '@tfjs-stn/layers';
import { affine, similarity } from '@tfjs-stn/transform-affine';
import { corners } from '@tfjs-stn/transform-projective';
import { tps } from '@tfjs-stn/transform-tps';

import { IMAGE_SIZE, type TransformChoice } from './choices.js';
import type { Checkpoint, CheckpointFacts } from './checkpoint.js';

const transforms: Readonly<Record<TransformChoice, () => Transform>> = {
  affine: () => affine(),
  similarity: () => similarity(),
  projective: () => corners(),
  tps: () => tps({ controlPoints: [4, 4] }),
};

/**
 * Builds an untrained ST-CNN from images `[batch, 42, 42, 1]` to logits `[batch, 10]`.
 *
 * @param seed determines the initial weights
 */
export function buildModel(transform: TransformChoice, seed: number): LayersModel {
  return buildDigitModel({
    name: 'st-cnn',
    imageSize: IMAGE_SIZE,
    filters: [16, 24],
    transform: transforms[transform](),
    seed: [seed],
  });
}

/**
 * The spatial transformer of a model.
 *
 * @throws TypeError if the model has none
 */
export function transformerOf(model: LayersModel): SpatialTransformerLayer {
  const found = findTransformer(model);
  if (found) return found;
  throw new TypeError('transformerOf: the model must have a spatial transformer, got none');
}

/** Copies a model's weights out of TensorFlow.js. */
export function checkpointOf(model: LayersModel, facts: CheckpointFacts): Checkpoint {
  const weights = model.getWeights().map((weight) => ({
    shape: weight.shape,
    values: weight.dataSync<'float32'>().slice(),
  }));
  return { ...facts, weights };
}

/**
 * Builds a model with the weights of a checkpoint.
 *
 * @throws RangeError if the weights don't fit the model
 */
export function modelFrom(checkpoint: Checkpoint): LayersModel {
  const model = buildModel(checkpoint.transform, 1);
  const expected = model.getWeights().map(({ shape }) => `[${shape.join(', ')}]`);
  const given = checkpoint.weights.map(({ shape }) => `[${shape.join(', ')}]`);
  if (String(expected) !== String(given)) {
    model.dispose();
    throw new RangeError(
      `modelFrom: weights must be ${expected.join(' ')}, got ${given.join(' ')}. Choose a file that this page has saved`,
    );
  }
  const tensors = checkpoint.weights.map(({ values, shape }) => tensor(values, [...shape]));
  model.setWeights(tensors);
  dispose(tensors);
  return model;
}
