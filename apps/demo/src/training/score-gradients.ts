import {
  argMax,
  dispose,
  equal,
  keep,
  losses,
  mean,
  oneHot,
  tensor1d,
  tidy,
  variableGrads,
  type Scalar,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Loss and accuracy at one step, or their means over several. */
export interface Score {
  readonly loss: number;
  /** From 0 to 1. */
  readonly accuracy: number;
}

/** The images of one step. */
export interface TrainingBatch {
  /** `[batch, 42, 42, 1]` */
  readonly images: Tensor4D;
  readonly labels: Uint8Array;
}

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
    const labels = tensor1d(Int32Array.from(batch.labels), 'int32');
    kept.push(keep(tidy(() => mean(equal(argMax(logits, 1), labels)))));
    return losses.softmaxCrossEntropy(oneHot(labels, 10), logits);
  });
  const accuracy = kept[0]?.dataSync()[0] ?? Number.NaN;
  const loss = value.dataSync()[0] ?? Number.NaN;
  const gradients = new Map(
    Object.entries(grads).map(([name, gradient]) => [name, gradient.dataSync<'float32'>()]),
  );
  dispose([kept, value, grads]);
  return { score: { loss, accuracy }, gradients };
}
