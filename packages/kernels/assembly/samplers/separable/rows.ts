import { SamplingCall } from '../../call';
import { ROW, SAMPLER_ROWS, TILE } from '../../scratch';

// Working rows of a separable sampler with any number of taps. Those that depend on it are in memory of
// their own, call.tapRows: `tapRowBytes` of src/sampling-workspace.ts says how much.

/** The pixel that a point's taps are counted from. */
export const ORIGIN_X: usize = SAMPLER_ROWS;
export const ORIGIN_Y: usize = SAMPLER_ROWS + ROW;
/** How far the point lies from it. */
export const OFFSET_X: usize = SAMPLER_ROWS + 2 * ROW;
export const OFFSET_Y: usize = SAMPLER_ROWS + 3 * ROW;
/** All bits set where a point was far outside before it was padded. */
export const FAR_X: usize = SAMPLER_ROWS + 4 * ROW;
export const FAR_Y: usize = SAMPLER_ROWS + 5 * ROW;

/** Taps before the origin, and behind it. */
// @inline
export function tapsBefore(call: SamplingCall): i32 {
  return (call.taps - 1) >> 1;
}

// @inline
export function tapsBehind(call: SamplingCall): i32 {
  return call.taps >> 1;
}

/** Bytes of one value for each tap, in whole vectors; those behind the last tap are 0. */
// @inline
export function tapBytes(call: SamplingCall): usize {
  return (<usize>((call.taps + 3) & ~3)) << 2;
}

/** Four values for each tap. */
// @inline
export function tapColumn(call: SamplingCall): usize {
  return call.tapRows;
}

/** The same for the derivatives. */
// @inline
export function slopeColumn(call: SamplingCall): usize {
  return call.tapRows + (tapBytes(call) << 2);
}

/** Where the taps of one point at the border lie: columns, then rows. */
// @inline
export function tapPlaces(call: SamplingCall): usize {
  return call.tapRows + (tapBytes(call) << 3);
}

/** A point's gradients w.r.t. its weights along x, then along y. */
// @inline
export function weightGradients(call: SamplingCall): usize {
  return call.tapRows + tapBytes(call) * 10;
}

/** The weights along x of all points, one point's next to each other. */
// @inline
export function weightsX(call: SamplingCall): usize {
  return call.tapRows + tapBytes(call) * 12;
}

/** Along y, and the derivatives along x and y: each so many bytes behind the one before. */
// @inline
export function weightsBytes(call: SamplingCall): usize {
  return tapBytes(call) * TILE;
}

/** Pixels that are read along a row, channels and all, twice, in whole vectors. */
// @inline
export function pixelRuns(call: SamplingCall): usize {
  return weightsX(call) + 4 * weightsBytes(call);
}

/** Bytes of one of them. */
// @inline
export function pixelRunBytes(call: SamplingCall): usize {
  return tapBytes(call) * call.channels;
}

/** Where the weights along x begin of the point whose working rows begin at `s`. */
// @inline
export function weightsOf(call: SamplingCall, s: usize): usize {
  return weightsX(call) + ((s - call.scratch) >> 2) * tapBytes(call);
}
