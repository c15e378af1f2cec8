import { SCRATCH_BYTES, samplingCall } from './abi.generated.js';
import { callBytes } from './write-call.js';

/** Offsets of the parts of a sampling kernel's workspace. */
export interface SamplingWorkspace {
  readonly call: number;
  /** A fill value per channel, which the caller writes. */
  readonly fill: number;
  /** Space for one pixel, whose contents are never read. */
  readonly sink: number;
  readonly scratch: number;
  /** Bytes in all, a multiple of 16. */
  readonly bytes: number;
}

/**
 * Divides the memory that a sampling kernel works in.
 *
 * @param terms columns of the basis, 0 for other fields
 */
export function samplingWorkspace(channels: number, terms: number): SamplingWorkspace {
  const pixelBytes = Math.ceil(channels / 4) * 16;
  const fill = callBytes(samplingCall);
  const sink = fill + pixelBytes;
  const scratch = sink + pixelBytes;
  const bytes = scratch + SCRATCH_BYTES + Math.ceil(terms / 2) * 16;
  return { call: 0, fill, sink, scratch, bytes };
}
