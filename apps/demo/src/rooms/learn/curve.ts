import type { TrainingProgress } from '../../engine/learning/training-order.js';
import type { Score } from '../../training/score-gradients.js';

/** The mean score of some steps. */
export interface CurvePoint extends Score {
  /** The last of the steps. */
  readonly step: number;
}

/** How a training went, in points that each stand for a number of steps. */
export interface Curve {
  readonly points: readonly CurvePoint[];
  /** The share of new digits that were read correctly, at some of the steps. */
  readonly heldOut: readonly (readonly [step: number, accuracy: number])[];
  /** Steps since the last point. */
  readonly open: readonly Score[];
}

/** The curve of a training before its first step. */
export const emptyCurve: Curve = { points: [], heldOut: [], open: [] };

/** So many points make a smooth line that still has its bends. */
const POINTS = 100;

/** A curve with the score of one step more. */
export function extendCurve(curve: Curve, progress: TrainingProgress): Curve {
  const { points, open } = curve;
  const { step, steps, loss, accuracy } = progress;
  const heldOut =
    progress.heldOut === undefined
      ? curve.heldOut
      : [...curve.heldOut, [step, progress.heldOut] as const];
  const scores = [...open, { loss, accuracy }];
  if (scores.length < Math.max(1, Math.floor(steps / POINTS)))
    return { points, heldOut, open: scores };
  const mean = (key: keyof Score): number =>
    scores.reduce((sum, score) => sum + score[key], 0) / scores.length;
  return {
    points: [...points, { step, loss: mean('loss'), accuracy: mean('accuracy') }],
    heldOut,
    open: [],
  };
}
