import { requireClose } from '../checks/require-close.js';
import { WrongResult } from '../checks/wrong-result.js';
import { expectedLogits, expectedLoss, type Weight } from './expected-logits.js';
import { innerSide, learningRate } from './st-cnn-model.js';
import type { StCnnProblem } from './st-cnn-problem.js';

const tolerance = 2e-4;
/** What a weight is moved by to see its gradient. */
const nudge = 1e-6;

/**
 * Holds the logits of the whole batch against a net computed in float64.
 *
 * @param logits `[batch, 10]`
 * @returns the largest error
 * @throws WrongResult
 */
export function checkLogits(
  weights: readonly Weight[],
  { shape, few }: StCnnProblem,
  logits: Float32Array,
): number {
  const expected = expectedLogits(weights, few.pixels, few.shape, innerSide);
  const all = Float64Array.from(
    { length: shape[0] * 10 },
    (_, index) => expected[index % expected.length] ?? NaN,
  );
  return requireClose('the logits', logits, all, tolerance);
}

/**
 * Holds how far a step has moved weights against differences of the loss in float64: the entry of
 * every tensor that has moved the farthest. Where a ReLU, a maximum or a sampled pixel changes just
 * there, the slopes on either side differ, and what lies between them is right.
 *
 * @returns the largest error of a gradient
 * @throws WrongResult, also where a gradient is too small to be told from none
 */
export function checkStep(
  before: readonly Weight[],
  after: readonly Weight[],
  { few }: StCnnProblem,
): number {
  const watched = before.map((weight, index) => farthest(weight, after[index]));
  const lossOf = (weights: readonly Weight[]): number =>
    expectedLoss(expectedLogits(weights, few.pixels, few.shape, innerSide), few.labels);
  const lossAt = (weight: number, entry: number, by: number): number =>
    lossOf(before.map((own, index) => (index === weight ? movedBy(own, entry, by) : own)));
  const here = lossOf(before);
  const expected = watched.map(({ entry, gradient }, weight) => {
    const ahead = (lossAt(weight, entry, nudge) - here) / nudge;
    const behind = (here - lossAt(weight, entry, -nudge)) / nudge;
    return Math.min(Math.max(gradient, Math.min(ahead, behind)), Math.max(ahead, behind));
  });
  const vacuous = expected.findIndex((gradient) => !(Math.abs(gradient) > 10 * tolerance));
  if (vacuous >= 0) {
    throw new WrongResult(
      `the gradient by weight ${vacuous} must be large enough to be checked, got ${expected[vacuous]}`,
    );
  }
  return requireClose(
    'the gradients of the training step',
    watched.map(({ gradient }) => gradient),
    expected,
    tolerance,
  );
}

/** The entry that has moved the farthest, and the gradient that this means. */
function farthest(
  before: Weight,
  after: Weight | undefined,
): { readonly entry: number; readonly gradient: number } {
  let [entry, gradient] = [0, 0];
  before.data.forEach((old, index) => {
    const own = (old - (after?.data[index] ?? NaN)) / learningRate;
    if (!(Math.abs(own) <= Math.abs(gradient))) [entry, gradient] = [index, own];
  });
  return { entry, gradient };
}

function movedBy({ shape, data }: Weight, entry: number, by: number): Weight {
  const moved = data.slice();
  moved[entry] = (moved[entry] ?? NaN) + by;
  return { shape, data: moved };
}
