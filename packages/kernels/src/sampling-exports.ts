import type { Address } from './abi.js';

/** The sampling kernel, as assembly/sample.ts defines it. */
export interface SamplingExports {
  /** Runs the call that is written at an address; its words are changed. */
  sample_f32(call: Address): void;
}
