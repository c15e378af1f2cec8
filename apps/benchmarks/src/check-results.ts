import { oracleHomographyWarp } from '@tfjs-stn/testing';

import type { CheckedContestant } from './peers/contestant.js';
import type { WarpCase } from './warp-case.js';

/** Differences that round-off in the coordinates explains: pixels are random, so steps are steep. */
const roundOff = 2e-3;

/** Values of the image up to which the Float64 oracle, which takes its time, is asked. */
const oracleLimit = 1_000_000;

/**
 * Refuses to time what computes something else: ours is held against the Float64 oracle, the others
 * against ours.
 *
 * @throws Error naming the contestant and the largest difference
 */
export async function checkResults(
  warpCase: WarpCase,
  ours: CheckedContestant,
  peers: readonly CheckedContestant[],
): Promise<void> {
  const output = await ours.output();
  if (output.length <= oracleLimit) requireClose(ours, output, expectedOutput(warpCase));
  for (const peer of peers) requireClose(peer, await peer.output(), output);
}

function expectedOutput({ shape, pixels, parameters }: WarpCase): Float64Array {
  const [batch, height, width] = shape;
  const matrix = Float32Array.from({ length: batch * 9 }, (_, i) =>
    i % 9 < 6 ? (parameters[Math.floor(i / 9) * 6 + (i % 9)] ?? NaN) : i % 9 === 8 ? 1 : 0,
  );
  return oracleHomographyWarp({
    image: { shape, data: pixels },
    matrix: { shape: [batch, 3, 3], data: matrix },
    outputSize: [height, width],
    coordinates: 'float32',
  }).data;
}

function requireClose(
  { name, tolerance = roundOff }: CheckedContestant,
  actual: Float32Array,
  expected: ArrayLike<number>,
): void {
  let largest = actual.length === expected.length ? 0 : Infinity;
  for (let i = 0; i < actual.length; i++) {
    largest = Math.max(largest, Math.abs((actual[i] ?? NaN) - (expected[i] ?? NaN)));
  }
  if (!(largest <= tolerance)) {
    throw new Error(`${name} must compute the same before it is timed, but is off by ${largest}`);
  }
}
