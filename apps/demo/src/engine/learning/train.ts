import type { Digits } from '../../digits/digits.js';
import { learningRates } from '../../training/learning-rates.js';
import type { Trainee } from '../../training/trainee.js';
import { trainingBatches } from '../../training/training-batches.js';
import type { Pace } from './pace.js';
import type { TrainingOrder, TrainingProgress } from './training-order.js';

/** Digits per step. */
const BATCH = 64;

/** How a training stays in touch. */
export interface TrainingHooks {
  readonly pace: Pace;
  onStep(progress: TrainingProgress): void;
}

/**
 * Trains to the end, or until it is stopped.
 *
 * @throws PlainError if the training diverges
 */
export async function train(
  trainee: Trainee,
  digits: Digits,
  order: TrainingOrder,
  { pace, onStep }: TrainingHooks,
): Promise<'finished' | 'stopped'> {
  const { steps } = order;
  const batchOf = trainingBatches(digits, { ...order, batch: BATCH });
  let busy = 0;
  for (let step = 0; step < steps; step++) {
    await pace.next();
    if (pace.stopped) return 'stopped';
    const begin = performance.now();
    const batch = batchOf(step);
    try {
      const score = trainee.learn(batch, learningRates(step, steps), step);
      busy += performance.now() - begin;
      const imagesPerSecond = (1000 * BATCH * (step + 1)) / busy;
      onStep({ ...score, step: step + 1, steps, imagesPerSecond });
    } finally {
      batch.images.dispose();
    }
  }
  return 'finished';
}
