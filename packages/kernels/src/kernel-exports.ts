import type { SamplingExports } from './sampling-exports.js';

/** Every kernel of the binary. */
export type KernelExports = SamplingExports;
