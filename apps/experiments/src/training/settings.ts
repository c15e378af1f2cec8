import type { BackendName } from '../backends/backend-names.js';
import type { DistortionName } from '../distortion/distortions.js';

/** Everything that the result of training one model depends on. */
export interface Settings {
  readonly epochs: number;
  /** Images per step. */
  readonly batch: number;
  /** Adam's step size at its highest. */
  readonly learningRate: number;
  readonly seed: number;
  readonly distortion: DistortionName;
  readonly backend: BackendName;
  /** How many images there are to train on. */
  readonly images: number;
  /** Which images they are: their fingerprint. */
  readonly dataset: string;
}

/** How many steps a training takes; an epoch leaves out the last incomplete batch. */
export function countSteps({ epochs, batch, images }: Settings): number {
  return Math.max(1, Math.round(epochs * Math.floor(images / batch)));
}
