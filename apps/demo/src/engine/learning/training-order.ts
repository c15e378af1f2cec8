import type { DistortionName } from '../../distortion/distortions.js';
import type { TransformChoice } from '../../model/transform-choices.js';
import type { Score } from '../../training/score-gradients.js';

/** What is to be trained. */
export interface TrainingOrder {
  readonly distortion: DistortionName;
  readonly transform: TransformChoice;
  /** Batches of 64 digits. */
  readonly steps: number;
  readonly seed: number;
  /** Goes on with the net that is there, whose transform it keeps, instead of a new one. */
  readonly further: boolean;
}

/** How far a training is. */
export interface TrainingProgress extends Score {
  /** Steps done. */
  readonly step: number;
  readonly steps: number;
  readonly imagesPerSecond: number;
  /** Share of test digits that are read correctly, at some of the steps. */
  readonly heldOut?: number;
}
