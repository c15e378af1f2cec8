import { grad, slice, tensor3d, type Tensor, type Tensor3D } from '@tensorflow/tfjs-core';
import { warp, type Padding, type Sampler } from '@tfjs-stn/core';
import { expect } from 'vitest';

import { expectClose } from '../../matchers/expect-close.js';
import { oracleHomographyGrid } from '../../oracle/homography-field.js';
import { randomImage } from './inputs.js';

/** All of them with zeros; otherwise the two that padding treats differently. */
const values = { few: [NaN, Infinity], all: [NaN, Infinity, -Infinity, 1e30, -1e30] };
const outputSize = [3, 3] as const;
const points = outputSize[0] * outputSize[1];
const fill = 2.5;
/** Rotates and shrinks, so that footprints have an area. */
const shrinking = [1.7, -0.4, 0.1, 0.3, 1.9, -0.2, 0, 0, 1];
/** Enlarges; must not depend on how much other items of the batch shrink. */
const healthy = [0.2, 0.05, 0.1, -0.03, 0.25, -0.1, 0, 0, 1];
const affineEntries = [0, 1, 2, 3, 4, 5];
/** The entries of the row that gives w. */
const lastRow = [6, 7, 8];

/**
 * NaN, infinity and huge numbers in any entry of a map: the output is NaN where a coordinate is NaN,
 * the fill value far outside and behind the horizon, and finite elsewhere. The image gradient is
 * finite, and other items are unaffected.
 */
export function checkDiverged(sampler: Sampler): void {
  // A sampler may treat a batch of affine maps separately.
  checkEntries(sampler, 'zeros', affineEntries);
  checkEntries(sampler, 'zeros', lastRow);
  for (const padding of ['border', 'reflection', 'wrap'] as const) {
    checkEntries(sampler, padding, [...affineEntries, ...lastRow]);
  }
}

function checkEntries(sampler: Sampler, padding: Padding, places: readonly number[]): void {
  const tried = padding === 'zeros' ? values.all : values.few;
  const entries = places.flatMap((place) => tried.map((value) => ({ place, value })));
  const rows = entries.map(({ place, value }) =>
    shrinking.map((entry, index) => (index === place ? value : entry)),
  );
  const maps = Float32Array.from([...rows, healthy].flat());
  const image = randomImage([1, 4, 5, 2]);
  const options = { sampler, padding, ...(padding === 'zeros' && { fillValue: fill }) };
  const apply = (matrix: Tensor, x: Tensor = image): Tensor =>
    warp(
      x as typeof image,
      { kind: 'homography', matrix: matrix as Tensor3D, outputSize, alignCorners: false },
      options,
    );
  const matrix = tensor3d(maps, [rows.length + 1, 3, 3]);
  const alone = tensor3d(healthy, [1, 3, 3]);
  const dy = randomImage([rows.length + 1, ...outputSize, 2], 5);
  const last = (x: Tensor): Tensor => slice(x, rows.length, 1);

  const output = apply(matrix);
  const gradMatrix = grad((m: Tensor) => apply(m))(matrix, dy);
  const gradImage = grad((x: Tensor) => apply(matrix, x))(image, dy);
  const tolerance = { rtol: 1e-4, atol: 1e-4 };
  expectClose(last(output), apply(alone), {
    ...tolerance,
    what: `${padding}: output of another item`,
  });
  const slope = grad((m: Tensor) => apply(m))(alone, last(dy));
  expectClose(last(gradMatrix), slope, {
    ...tolerance,
    what: `${padding}: matrix gradient of another item`,
  });
  expect(gradImage.dataSync().every(Number.isFinite), `${padding}: image gradient`).toBe(true);
  const grid = oracleHomographyGrid({
    matrix: { shape: matrix.shape, data: maps },
    outputSize,
    coordinates: 'float32',
  }).data;
  entries.forEach(({ place, value }, item) => {
    const own = <Numbers extends { slice(start: number, end: number): Numbers }>(
      data: Numbers,
      size: number,
    ): Numbers => data.slice(item * size, (item + 1) * size);
    const what = `${padding}, ${value} in entry ${place}`;
    const coordinates = own(grid, points * 2);
    checkValues(own(output.dataSync<'float32'>(), points * 2), coordinates, padding, what);
    const gradient = own(gradMatrix.dataSync<'float32'>(), 9);
    const diverged = coordinates.some(Number.isNaN);
    expect(gradient.some(Number.isNaN), `matrix gradient, ${what}`).toBe(diverged);
  });
}

/** Checks the output at each point, which is the same for every sampler. */
function checkValues(
  output: ArrayLike<number>,
  grid: ArrayLike<number>,
  padding: Padding,
  what: string,
): void {
  for (let point = 0; point < points; point++) {
    const [x, y] = [grid[point * 2] as number, grid[point * 2 + 1] as number];
    const at = `${what}, at point ${point} of [${x}, ${y}]`;
    for (const value of [output[point * 2] as number, output[point * 2 + 1] as number]) {
      if (Number.isNaN(x) || Number.isNaN(y)) expect(value, at).toBeNaN();
      else if (padding === 'zeros' && Math.max(Math.abs(x), Math.abs(y)) > 1e9) {
        expect(value, at).toBeCloseTo(fill, 4);
      } else expect(Math.abs(value), at).toBeLessThan(10);
    }
  }
}
