import { tensor2d, type Tensor2D } from '@tensorflow/tfjs-core';
import type { OutputSize } from '@tfjs-stn/core';
import { assertTensorFits, pixelCentres } from '@tfjs-stn/core/authoring';

import type { CardinalSpline } from '../spline/cardinal-spline.js';

/** Where the output looks, as far as θ has no say in it. */
export type FixedPart = (x: number, y: number, cardinal: Float64Array) => readonly [number, number];

/**
 * The basis of a thin-plate spline, computed in float64 and rounded once: a cardinal function for
 * each point that θ moves, then x and y of the part that is fixed, if there is one.
 *
 * @param movable how many of the spline's points θ moves; they come first
 * @returns `[height · width, movable (+ 2)]`
 */
export function splineBasis(
  spline: CardinalSpline,
  movable: number,
  fixedPart: FixedPart | undefined,
  [height, width]: OutputSize,
  alignCorners: boolean,
): Tensor2D {
  const terms = movable + (fixedPart ? 2 : 0);
  assertTensorFits('tps', [height, width, terms]);
  const basis = new Float32Array(height * width * terms);
  const columns = pixelCentres(width, alignCorners);
  let start = 0;
  for (const y of pixelCentres(height, alignCorners)) {
    for (const x of columns) {
      const cardinal = spline.at(x, y);
      basis.set(cardinal.subarray(0, movable), start);
      if (fixedPart) basis.set(fixedPart(x, y, cardinal), start + movable);
      start += terms;
    }
  }
  return tensor2d(basis, [height * width, terms]);
}
