import { tensor3d } from '@tensorflow/tfjs-core';
import type { OutputSize } from '@tfjs-stn/core';

import type { PixelMap } from './warp-pixels.js';

/**
 * The map that takes the centre of the output to `centre`, and a step of one output pixel to the
 * right or down to a step of `right` or `down`, in input pixels.
 */
export function mapAbout(
  centre: readonly [x: number, y: number],
  right: readonly [x: number, y: number],
  down: readonly [x: number, y: number],
  outputSize: OutputSize,
): PixelMap {
  const [height, width] = outputSize;
  const [halfWidth, halfHeight] = [(width - 1) / 2, (height - 1) / 2];
  const row = (axis: 0 | 1): number[] => [
    right[axis],
    down[axis],
    centre[axis] - right[axis] * halfWidth - down[axis] * halfHeight,
  ];
  return {
    matrix: tensor3d([...row(0), ...row(1), 0, 0, 1], [1, 3, 3]),
    convention: 'opencv-inverse-map',
    outputSize,
  };
}

/** Cosine and sine of an angle in degrees, exact for quarter turns. */
export function directionOf(degrees: number): readonly [cosine: number, sine: number] {
  const radians = (degrees * Math.PI) / 180;
  const exact = degrees % 90 === 0 ? Math.round : (value: number): number => value;
  return [exact(Math.cos(radians)), exact(Math.sin(radians))];
}
