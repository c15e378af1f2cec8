import { dispose, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

import { buildModel } from './build-model.js';
import type { Checkpoint, CheckpointFacts } from './checkpoint.js';

/** Copies a model's weights out of TensorFlow.js. */
export function checkpointOf(model: LayersModel, facts: CheckpointFacts): Checkpoint {
  const weights = model.getWeights().map((weight) => ({
    shape: weight.shape,
    values: weight.dataSync<'float32'>().slice(),
  }));
  return { ...facts, weights };
}

/**
 * Builds a model and gives it a checkpoint's weights.
 *
 * @throws RangeError if they are not of this model
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
