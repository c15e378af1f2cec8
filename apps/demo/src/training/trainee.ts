import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import {
  adamStep,
  limitGradients,
  newMoments,
  type AdamMoments,
} from '@tfjs-stn-apps/digit-training';

import { transformerOf } from '../model/transformer-of.js';
import { PlainError } from '../plain-error.js';
import type { LearningRates } from './learning-rates.js';
import { scoreGradients, type Score, type TrainingBatch } from './score-gradients.js';

interface Entry {
  readonly variable: LayerVariable;
  readonly part: keyof LearningRates;
  readonly values: Float32Array;
  readonly moments: AdamMoments;
}

/** A model in training, with what the optimizer remembers of its weights. */
export class Trainee {
  readonly model: LayersModel;
  readonly #entries: readonly Entry[];

  constructor(model: LayersModel) {
    this.model = model;
    const localisation = new Set(transformerOf(model).trainableWeights.map(({ name }) => name));
    this.#entries = model.trainableWeights.map((variable) => {
      const values = variable.read().dataSync<'float32'>().slice();
      return {
        variable,
        values,
        moments: newMoments(values.length),
        part: localisation.has(variable.name) ? 'localisation' : 'classifier',
      };
    });
  }

  /**
   * Learns from one batch.
   *
   * @throws PlainError if the loss is no number; the weights then stay as they were
   */
  learn(batch: TrainingBatch, rates: LearningRates, step: number): Score {
    const { score, gradients } = scoreGradients(this.model, batch);
    if (!Number.isFinite(score.loss)) {
      throw new PlainError(
        `The training has diverged at step ${step + 1}: the loss is ${score.loss}. Train again, with another transform.`,
      );
    }
    const limited = limitGradients(gradients);
    for (const { variable, part, values, moments } of this.#entries) {
      const gradient = limited.get(variable.name);
      if (!gradient) continue;
      adamStep(values, moments, { gradient, learningRate: rates[part], step: step + 1 });
      const shape = variable.shape as number[];
      tidy(() => void variable.write(tensor(values.slice(), shape, 'float32')));
    }
    return score;
  }
}
