import type { Score } from '@tfjs-stn-apps/digit-training';

import { countSteps, type Settings } from '../settings.js';

/** The progress of a training. */
export interface TrainingState {
  readonly settings: Settings;
  /** Completed steps. */
  readonly step: number;
  /** Time spent on training so far. */
  readonly seconds: number;
  readonly curve: Curve;
}

/** The state of a training before its first step. */
export function newTraining(settings: Settings): TrainingState {
  return { settings, step: 0, seconds: 0, curve: newCurve(countSteps(settings)) };
}

/** The mean score of the steps since the previous point. */
export interface CurvePoint extends Score {
  /** Completed steps. */
  readonly step: number;
}

/** The learning curve of a training. */
export interface Curve {
  /** Steps per point. */
  readonly window: number;
  readonly points: readonly CurvePoint[];
  /** Sums over the steps since the last point. */
  readonly open: Score & { readonly steps: number };
}

const POINTS = 150;
const nothing = { steps: 0, loss: 0, accuracy: 0 };

/** The empty curve of a training with the given number of steps. */
export function newCurve(steps: number): Curve {
  return { window: Math.max(1, Math.floor(steps / POINTS)), points: [], open: nothing };
}

/** Adds the score of one step to a curve. */
export function extendCurve({ window, points, open }: Curve, step: number, score: Score): Curve {
  const steps = open.steps + 1;
  const loss = open.loss + score.loss;
  const accuracy = open.accuracy + score.accuracy;
  if (steps < window) return { window, points, open: { steps, loss, accuracy } };
  const point = { step, loss: loss / steps, accuracy: accuracy / steps };
  return { window, points: [...points, point], open: nothing };
}

/** The mean score of the latest steps. */
export function latestScore({ points, open }: Curve): Score {
  const last = points.at(-1);
  if (last && open.steps < 20) return last;
  const steps = Math.max(1, open.steps);
  return { loss: open.loss / steps, accuracy: open.accuracy / steps };
}
