import type { AdamMoments } from '@tfjs-stn-apps/digit-training';

/** One weight of a model in training, outside TensorFlow.js. */
export interface TrainedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
  readonly moments: AdamMoments;
}
