import { newCurve, type Curve } from '../training/curve.js';
import { countSteps, type Settings } from '../training/settings.js';
import type { TrainedWeight } from '../training/trained-weight.js';

/** How far a training is. */
export interface TrainingState {
  readonly settings: Settings;
  /** Steps done. */
  readonly step: number;
  /** Spent on training so far. */
  readonly seconds: number;
  readonly curve: Curve;
}

/** Everything that a training goes on from. */
export interface Checkpoint extends TrainingState {
  readonly weights: readonly TrainedWeight[];
}

/** The state of a training before its first step. */
export function newTraining(settings: Settings): TrainingState {
  return { settings, step: 0, seconds: 0, curve: newCurve(countSteps(settings)) };
}
