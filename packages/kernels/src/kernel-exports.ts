import type { SamplingExports } from './sampling-exports.js';
import type { TrainingExports } from './training-exports.js';

/** Every kernel of the binary. */
export type KernelExports = SamplingExports & TrainingExports;
