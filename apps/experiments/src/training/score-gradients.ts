import { dispose, keep, variableGrads, type Scalar, type Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

import type { Score } from './curve.js';
import { accuracyOf, crossEntropy } from './score-batch.js';
import type { TrainingBatch } from './training-batches.js';

/** How a model does on a batch, and the gradient of the loss by the name of every weight. */
export interface ScoreGradients {
  readonly score: Score;
  readonly gradients: ReadonlyMap<string, Float32Array>;
}

/** Runs a model forward and backward. Leaves no tensor behind but the caller's batch. */
export function scoreGradients(model: LayersModel, batch: TrainingBatch): ScoreGradients {
  const kept: Scalar[] = [];
  const { value, grads } = variableGrads(() => {
    const logits = model.apply(batch.images, { training: true }) as Tensor2D;
    kept.push(keep(accuracyOf(logits, batch.labels)));
    return crossEntropy(logits, batch.labels);
  });
  const accuracy = kept[0]?.dataSync()[0] ?? Number.NaN;
  const loss = value.dataSync()[0] ?? Number.NaN;
  const gradients = new Map(
    Object.entries(grads).map(([name, gradient]) => [name, gradient.dataSync<'float32'>()]),
  );
  dispose([kept, value, grads]);
  return { score: { loss, accuracy }, gradients };
}
