import { setImmediate } from 'node:timers/promises';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import {
  DivergenceError,
  trainingBatches,
  type LearningRates,
  type Trainee,
} from '@tfjs-stn-apps/digit-training';
import type { Digits } from '@tfjs-stn-apps/digit-training/digits';

import { countSteps, distortions } from '../settings.js';
import { extendCurve, type TrainingState } from './training-state.js';

/** Connects a running training to its caller. */
export interface TrainingHooks {
  /** Stops the training after the current step. */
  readonly signal: AbortSignal;
  /** Called after every step; the training waits for it. */
  onStep(state: TrainingState): Promise<void>;
}

/**
 * Trains a model from a given state on.
 *
 * @returns the state after the last step, or after the step during which the signal was aborted
 * @throws UserError as soon as the loss is not finite; the last state passed to `onStep` is sound
 */
export async function train(
  trainee: Trainee,
  digits: Digits,
  start: TrainingState,
  hooks: TrainingHooks,
): Promise<TrainingState> {
  const { settings } = start;
  const steps = countSteps(settings);
  const distortion = distortions[settings.distortion];
  const { imageSize } = distortion;
  const batchOf = trainingBatches(digits, { ...settings, distortion, imageSize, steps });
  const begin = performance.now();
  let state = start;
  while (state.step < steps && !hooks.signal.aborted) {
    const { step } = state;
    const batch = batchOf(step);
    try {
      const rates = learningRates(settings.learningRate, step, steps);
      const score = trainee.learn(batch, rates, step);
      const seconds = start.seconds + (performance.now() - begin) / 1000;
      const curve = extendCurve(state.curve, step + 1, score);
      state = { settings, step: step + 1, seconds, curve };
    } catch (error) {
      throw error instanceof DivergenceError ? diverged(error) : error;
    } finally {
      batch.images.dispose();
    }
    await hooks.onStep(state);
    // Lets messages in, such as the one to stop.
    await setImmediate();
  }
  return state;
}

/** Fraction of the training over which the rates rise from 0. */
const WARM_UP = 0.03;

/** The rates at one step: a linear warm-up, then half a cosine down to 0. */
function learningRates(highest: number, step: number, steps: number): LearningRates {
  const warmUp = Math.min(1, (step + 1) / Math.max(1, WARM_UP * steps));
  const decay = (1 + Math.cos((Math.PI * step) / steps)) / 2;
  const rate = highest * warmUp * decay;
  return { classifier: rate, localisation: rate };
}

function diverged({ loss, step }: DivergenceError): UserError {
  return new UserError(
    `The training diverged: the loss is ${loss} at step ${step}. Lower --lr; the last checkpoint is kept`,
  );
}
