import type { DistortionName } from '../distortion/distortions.js';
import type { TransformChoice } from './transform-choices.js';

/** What is known about a trained net besides its weights. */
export interface CheckpointFacts {
  readonly transform: TransformChoice;
  /** What it was trained on. */
  readonly distortion: DistortionName;
  /** Steps of training, of 64 digits each. */
  readonly steps: number;
}

/** One weight tensor outside TensorFlow.js. */
export interface StoredWeight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A trained net, to be kept. */
export interface Checkpoint extends CheckpointFacts {
  /** In the order of the model's `getWeights()`. */
  readonly weights: readonly StoredWeight[];
}
