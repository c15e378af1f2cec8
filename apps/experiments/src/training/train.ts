import { setImmediate } from 'node:timers/promises';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { TrainingState } from '../checkpoint/checkpoint.js';
import type { Digits } from '../data/digits.js';
import { extendCurve } from './curve.js';
import { learningRates } from './learning-rates.js';
import { countSteps } from './settings.js';
import type { Trainee } from './trainee.js';
import { trainingBatches } from './training-batches.js';

/** How a training stays in touch while it runs. */
export interface TrainingHooks {
  /** Stops the training after the current step. */
  readonly signal: AbortSignal;
  /** Called after every step; the training waits for it. */
  onStep(state: TrainingState): Promise<void>;
}

/**
 * Trains a model from a given state on.
 *
 * @returns the state after the last step, or after the one during which the signal came
 * @throws UserError as soon as the loss is no number; the last state handed to `onStep` is sound
 */
export async function train(
  trainee: Trainee,
  digits: Digits,
  start: TrainingState,
  hooks: TrainingHooks,
): Promise<TrainingState> {
  const { settings } = start;
  const steps = countSteps(settings);
  const batchOf = trainingBatches(digits, settings);
  const begin = performance.now();
  let state = start;
  while (state.step < steps && !hooks.signal.aborted) {
    const { step } = state;
    const batch = batchOf(step);
    const score = trainee.learn(batch, learningRates(settings.learningRate, step, steps), step);
    batch.images.dispose();
    requireFinite(score.loss, step + 1);
    const seconds = start.seconds + (performance.now() - begin) / 1000;
    state = { settings, step: step + 1, seconds, curve: extendCurve(state.curve, step + 1, score) };
    await hooks.onStep(state);
    // Lets messages in, such as the one to stop.
    await setImmediate();
  }
  return state;
}

function requireFinite(loss: number, step: number): void {
  if (Number.isFinite(loss)) return;
  throw new UserError(
    `The loss is ${loss} at step ${step}: the training has diverged. Take a smaller --lr; the last checkpoint is kept`,
  );
}
