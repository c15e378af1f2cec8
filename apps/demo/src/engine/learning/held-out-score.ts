import type { LayersModel } from '@tensorflow/tfjs-layers';

import { pickDigits } from '../../digits/pick-digits.js';
import type { Digits } from '../../digits/digits.js';
import { distortions } from '../../distortion/distortions.js';
import { testModel } from '../../training/test-model.js';
import type { TrainingOrder } from './training-order.js';

/** So often in a training; each time takes about as long as three steps. */
const TIMES = 20;
/** So many digits are enough for a curve. */
const COUNT = 200;

/**
 * How a net in training does on digits that it never learns from, at their full distortion, at some
 * of its steps.
 *
 * @param step steps done
 * @returns nothing at the other steps
 */
export function heldOutScore(
  model: LayersModel,
  test: Digits,
  { distortion, steps }: TrainingOrder,
  step: number,
): { readonly heldOut?: number } {
  if (step % Math.ceil(steps / TIMES) !== 0 && step !== steps) return {};
  const indices = Array.from({ length: Math.min(COUNT, test.count) }, (_, index) => index);
  const { accuracy } = testModel(model, pickDigits(test, indices), distortions[distortion]);
  return { heldOut: accuracy };
}
