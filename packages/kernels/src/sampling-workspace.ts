import { SCRATCH_BYTES, samplingCall, TILE } from './abi.generated.js';
import { lanczosTableSize } from './lanczos-table.js';
import { callBytes } from './write-call.js';

/** Offsets of the parts of a sampling kernel's workspace. */
export interface SamplingWorkspace {
  readonly call: number;
  /** A fill value per channel, which the caller writes. */
  readonly fill: number;
  /** Space for one pixel, whose contents are never read. */
  readonly sink: number;
  readonly scratch: number;
  /** The polynomials of Lanczos, which the caller writes, and working rows, behind the scratch. */
  readonly table: number;
  readonly tapRows: number;
  /** Bytes in all, a multiple of 16. */
  readonly bytes: number;
}

/**
 * Divides the memory that a sampling kernel works in.
 *
 * @param terms columns of the basis, 0 for other fields
 * @param taps of a sampler that can have any number, 0 for the others
 */
export function samplingWorkspace(
  channels: number,
  terms: number,
  taps: number,
): SamplingWorkspace {
  const pixelBytes = Math.ceil(channels / 4) * 16;
  const fill = callBytes(samplingCall);
  const sink = fill + pixelBytes;
  const scratch = sink + pixelBytes;
  const table = scratch + SCRATCH_BYTES + Math.ceil(terms / 2) * 16;
  const tapRows = table + Math.ceil(lanczosTableSize(taps) / 4) * 16;
  const bytes = tapRows + tapRowBytes(taps, channels);
  return { call: 0, fill, sink, scratch, table, tapRows, bytes };
}

/** What assembly/samplers/separable/rows.ts divides: for every tap so many floats, in whole vectors. */
function tapRowBytes(taps: number, channels: number): number {
  return Math.ceil(taps / 4) * 16 * (12 + 4 * TILE + 2 * channels) + (taps > 0 ? 32 : 0);
}
