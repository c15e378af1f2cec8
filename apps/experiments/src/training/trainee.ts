import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { adamStep, limitGradients, newMoments } from '@tfjs-stn-apps/digit-training';

import { transformerOf } from '../models/transformer-of.js';
import type { Score } from './curve.js';
import type { LearningRates } from './learning-rates.js';
import { scoreGradients } from './score-gradients.js';
import type { TrainedWeight } from './trained-weight.js';
import type { TrainingBatch } from './training-batches.js';

interface Entry extends TrainedWeight {
  readonly variable: LayerVariable;
  readonly part: keyof LearningRates;
}

/** A model in training, with what the optimizer remembers of its weights. */
export class Trainee {
  readonly model: LayersModel;
  readonly #entries: readonly Entry[];

  /** @param weights go on from these; without them, from the model's own */
  constructor(model: LayersModel, weights?: readonly TrainedWeight[]) {
    this.model = model;
    const localisation = new Set(transformerOf(model)?.trainableWeights.map(({ name }) => name));
    this.#entries = model.trainableWeights.map((variable, index) => ({
      ...(weights ? stored(variable, weights[index]) : untrained(variable)),
      variable,
      part: localisation.has(variable.name) ? 'localisation' : 'classifier',
    }));
    if (weights) this.#entries.forEach(upload);
  }

  /** Learns from one batch. */
  learn(batch: TrainingBatch, rates: LearningRates, step: number): Score {
    const { score, gradients } = scoreGradients(this.model, batch);
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

  /** The weights as they are now; later steps change the same arrays. */
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

function stored(variable: LayerVariable, weight: TrainedWeight | undefined): TrainedWeight {
  if (weight && String(weight.shape) === String(variable.shape)) return weight;
  throw new UserError(
    `The checkpoint does not fit the model at ${variable.originalName}. Delete it to start anew`,
  );
}

function upload({ variable, values, shape }: Entry): void {
  tidy(() => void variable.write(tensor(values.slice(), [...shape], 'float32')));
}
