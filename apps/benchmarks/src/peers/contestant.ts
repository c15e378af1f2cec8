import type { Contestant } from '../measure.js';

/** A contestant whose result can be looked at before it is timed. */
export interface CheckedContestant extends Contestant {
  /** How far off its values may be by design, if more than by round-off. */
  readonly tolerance?: number;
  /** `[batch, height, width, channels]`, row-major. */
  output(): Promise<Float32Array> | Float32Array;
}
