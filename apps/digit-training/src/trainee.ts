import {
  argMax,
  dispose,
  equal,
  keep,
  losses,
  mean,
  oneHot,
  reshape,
  tensor,
  tensor1d,
  tidy,
  variableGrads,
  type Scalar,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';

import { adamStep, limitGradients, newMoments, type AdamMoments } from './adam.js';
import type { TrainingBatch } from './batches.js';
import { transformersOf } from './model.js';

/** Loss and accuracy at one step, or their means over several. */
export interface Score {
  readonly loss: number;
  /** From 0 to 1. */
  readonly accuracy: number;
}

/** Adam's step size for the two parts of a model. */
export interface LearningRates {
  readonly classifier: number;
  readonly localisation: number;
}

/** One weight of a model in training, outside TensorFlow.js. */
export interface TrainedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly moments: AdamMoments;
}

/** The loss of a batch was NaN or infinite. */
export class DivergenceError extends Error {
  override readonly name: string = 'DivergenceError';
  readonly loss: number;
  /** 1 for the first step. */
  readonly step: number;

  constructor(loss: number, step: number) {
    super(`Trainee.learn: loss must be finite, got ${loss} at step ${step}`);
    this.loss = loss;
    this.step = step;
  }
}

interface Entry extends TrainedWeight {
  readonly variable: LayerVariable;
  readonly part: keyof LearningRates;
}

/** A model in training with the state of its optimizer. */
export class Trainee {
  readonly model: LayersModel;
  readonly #entries: readonly Entry[];

  /**
   * @param weights resume from these; without them, start from the model's own
   * @throws RangeError if they are not the weights of this model
   */
  constructor(model: LayersModel, weights?: readonly TrainedWeight[]) {
    this.model = model;
    const localisation = new Set(
      transformersOf(model).flatMap(({ trainableWeights }) =>
        trainableWeights.map(({ name }) => name),
      ),
    );
    this.#entries = model.trainableWeights.map((variable, index) => ({
      ...(weights ? restored(variable, weights[index]) : untrained(variable)),
      variable,
      part: localisation.has(variable.name) ? 'localisation' : 'classifier',
    }));
    if (weights) this.#entries.forEach(upload);
  }

  /**
   * Trains on one batch.
   *
   * @param step 0 for the first step
   * @throws DivergenceError if the loss is not finite; the weights then stay as they were
   */
  learn(batch: TrainingBatch, rates: LearningRates, step: number): Score {
    return this.minimise((model) => classification(model, batch), rates, step);
  }

  /**
   * Trains on an objective of your own. Weights that it does not depend on, and those of a part
   * whose rate is 0, stay as they are.
   *
   * @param step 0 for the first step
   * @throws DivergenceError if the loss is not finite; the weights then stay as they were
   */
  minimise(objective: Objective, rates: LearningRates, step: number): Score {
    const { score, gradients } = scoreGradients(this.model, objective);
    if (!Number.isFinite(score.loss)) throw new DivergenceError(score.loss, step + 1);
    const limited = limitGradients(gradients);
    for (const entry of this.#entries) {
      const gradient = limited.get(entry.variable.name);
      if (!gradient) continue;
      const learningRate = rates[entry.part];
      adamStep(entry.values, entry.moments, { gradient, learningRate, step: step + 1 });
      upload(entry);
    }
    return score;
  }

  /** The current weights; later steps change the same arrays. */
  get weights(): readonly TrainedWeight[] {
    return this.#entries.map(({ name, shape, values, moments }) => ({
      name,
      shape,
      values,
      moments,
    }));
  }
}

function untrained(variable: LayerVariable): TrainedWeight {
  const values = variable.read().dataSync<'float32'>().slice();
  const shape = variable.shape as number[];
  return { name: variable.originalName, shape, values, moments: newMoments(values.length) };
}

function restored(variable: LayerVariable, weight: TrainedWeight | undefined): TrainedWeight {
  if (weight && String(weight.shape) === String(variable.shape)) return weight;
  throw new RangeError(
    `Trainee: weight ${variable.originalName} must have shape [${String(variable.shape)}], got ${weight ? `[${String(weight.shape)}]` : 'none'}`,
  );
}

function upload({ variable, values, shape }: Entry): void {
  tidy(() => void variable.write(tensor(values.slice(), [...shape], 'float32')));
}

/** The logits of several heads `[batch, heads, classes]` as those of as many examples. */
function flatHeads(answers: Tensor): Tensor2D {
  return reshape(answers, [-1, answers.shape.at(-1) ?? 0]);
}

/** What to minimise, and a share of right answers to report. */
export type Objective = (model: LayersModel) => {
  readonly loss: Scalar;
  readonly accuracy: Scalar;
};

/** The cross-entropy of a batch. */
function classification(model: LayersModel, batch: TrainingBatch): ReturnType<Objective> {
  const answers = model.apply(batch.images, { training: true }) as Tensor;
  const logits = answers.rank === 2 ? (answers as Tensor2D) : flatHeads(answers);
  const labels = tensor1d(Int32Array.from(batch.labels), 'int32');
  const accuracy: Scalar = tidy(() => mean(equal(argMax(logits, 1), labels)));
  const targets = batch.targets ?? oneHot(labels, logits.shape[1]);
  return { loss: losses.softmaxCrossEntropy(targets, logits), accuracy };
}

/** Evaluates an objective and its gradients. Leaves no tensor behind. */
function scoreGradients(
  model: LayersModel,
  objective: Objective,
): { readonly score: Score; readonly gradients: ReadonlyMap<string, Float32Array> } {
  const kept: Scalar[] = [];
  const { value, grads } = variableGrads(() => {
    const { loss, accuracy } = objective(model);
    kept.push(keep(accuracy));
    return loss;
  });
  const accuracy = kept[0]?.dataSync()[0] ?? Number.NaN;
  const loss = value.dataSync()[0] ?? Number.NaN;
  const gradients = new Map(
    Object.entries(grads).map(([name, gradient]) => [name, gradient.dataSync<'float32'>()]),
  );
  dispose([kept, value, grads]);
  return { score: { loss, accuracy }, gradients };
}
