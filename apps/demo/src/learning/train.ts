import {
  DivergenceError,
  trainingBatches,
  type LearningRates,
  type Schedule,
  type Score,
  type Trainee,
  type TrainingBatch,
} from '@tfjs-stn-apps/digit-training';
import type { Digits } from '@tfjs-stn-apps/digit-training/digits';

import {
  distortions,
  IMAGE_SIZE,
  type DistortionName,
  type TransformChoice,
} from '../model/choices.js';
import { plainInput } from '../model/model.js';
import { PlainError } from '../plain-error.js';

/** The settings of a training. */
export interface TrainingOrder {
  readonly distortion: DistortionName;
  readonly transform: TransformChoice;
  /** Batches of 64 digits. */
  readonly steps: number;
  readonly seed: number;
  /** Continues with the current net and its transform instead of a new net. */
  readonly further: boolean;
}

/** The progress of a training. */
export interface TrainingProgress extends Score {
  /** The same of the plain net, which learns from the same digits. */
  readonly plain?: Score;
  /** Completed steps. */
  readonly step: number;
  readonly steps: number;
  readonly imagesPerSecond: number;
  /** Fractions of test digits read correctly, measured at some of the steps. */
  readonly heldOut?: HeldOut;
}

/** Fractions of test digits read correctly, from 0 to 1. */
export interface HeldOut {
  readonly own: number;
  readonly plain?: number;
}

/** The nets that learn from the same digits. */
export interface Trainees {
  /** The net with a transformer. */
  readonly own: Trainee;
  /** The same net without one. */
  readonly plain?: Trainee | undefined;
}

/** Connects a running training to its caller. */
export interface TrainingHooks {
  readonly pace: Pace;
  onStep(progress: TrainingProgress): void;
}

/** Digits per step. */
const BATCH = 64;

/**
 * Trains to the end, or until it is stopped.
 *
 * @throws PlainError if the training diverges
 */
export async function train(
  { own, plain }: Trainees,
  digits: Digits,
  order: TrainingOrder,
  { pace, onStep }: TrainingHooks,
): Promise<'finished' | 'stopped'> {
  const { steps } = order;
  const batchOf = trainingBatches(digits, scheduleOf(order));
  let busy = 0;
  for (let step = 0; step < steps; step++) {
    await pace.next();
    if (pace.stopped) return 'stopped';
    const begin = performance.now();
    const batch = batchOf(step);
    try {
      const rates = learningRates(step, steps);
      const score = own.learn(batch, rates, step);
      const plainScore = plain && learnPlain(plain, batch, rates, step);
      busy += performance.now() - begin;
      const imagesPerSecond = (1000 * BATCH * (step + 1)) / busy;
      const progress = { ...score, step: step + 1, steps, imagesPerSecond };
      onStep(plainScore ? { ...progress, plain: plainScore } : progress);
    } catch (error) {
      throw error instanceof DivergenceError ? diverged(error) : error;
    } finally {
      batch.images.dispose();
    }
  }
  return 'finished';
}

function learnPlain(
  plain: Trainee,
  { images, labels }: TrainingBatch,
  rates: LearningRates,
  step: number,
): Score {
  const small = plainInput(images);
  try {
    return plain.learn({ images: small, labels }, rates, step);
  } finally {
    small.dispose();
  }
}

/** The batches of a training. */
function scheduleOf({ distortion, steps, seed, further }: TrainingOrder): Schedule {
  return {
    distortion: distortions[distortion],
    imageSize: IMAGE_SIZE,
    steps,
    batch: BATCH,
    seed,
    fullDistortion: further,
  };
}

function diverged({ loss, step }: DivergenceError): PlainError {
  return new PlainError(
    `The training diverged at step ${step}: the loss is ${loss}. Train again with another transform.`,
  );
}

const HIGHEST_RATE = 0.003;

/** Fraction of the training over which the rates rise from 0. */
const WARM_UP = 0.03;

/** Fraction of the training after which the classifier learns more slowly. */
const CLASSIFIER_FIRST = 0.15;

/** The classifier's rate before and after that point, relative to the localisation net's. */
const CLASSIFIER_FACTORS = [1 / 3, 1 / 10] as const;

/**
 * The rates at one step: a linear warm-up, then half a cosine down to 0.
 *
 * The classifier learns fast only while digits are nearly upright. Otherwise it would get used to
 * rotated digits before the localisation net rotates them back.
 */
export function learningRates(step: number, steps: number): LearningRates {
  const progress = step / steps;
  const warmUp = Math.min(1, (step + 1) / Math.max(1, WARM_UP * steps));
  const decay = (1 + Math.cos(Math.PI * progress)) / 2;
  const rate = HIGHEST_RATE * warmUp * decay;
  const factor = CLASSIFIER_FACTORS[progress < CLASSIFIER_FIRST ? 0 : 1];
  return { classifier: factor * rate, localisation: rate };
}

/** Pauses, resumes and stops a training between two steps. */
export class Pace {
  #paused = false;
  #stopped = false;
  #go: (() => void) | undefined;

  /** Applies a command of the user. */
  control(command: 'pause' | 'resume' | 'stop'): void {
    if (command === 'stop') this.#stopped = true;
    this.#paused = command === 'pause';
    if (!this.#paused) this.#go?.();
  }

  /** Whether the training should end. */
  get stopped(): boolean {
    return this.#stopped;
  }

  /** Lets messages in, then resolves when the next step may run. */
  async next(): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, 0));
    if (!this.#paused || this.#stopped) return;
    await new Promise<void>((resolve) => {
      this.#go = resolve;
    });
    this.#go = undefined;
  }
}
