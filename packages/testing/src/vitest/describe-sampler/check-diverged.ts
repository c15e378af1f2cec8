import { grad, slice, tensor3d, type Tensor, type Tensor3D } from '@tensorflow/tfjs-core';
import { warp, type Padding, type Sampler } from '@tfjs-stn/core';
import { expect } from 'vitest';

import { expectClose } from '../../matchers/expect-close.js';
import { oracleHomographyGrid } from '../../oracle/homography-field.js';
import { someImage } from './inputs.js';

/** All of them with zeros; where padding moves points, those that differ there. */
const values = { few: [NaN, Infinity], all: [NaN, Infinity, -Infinity, 1e30, -1e30] };
const outputSize = [3, 3] as const;
const points = outputSize[0] * outputSize[1];
const fill = 2.5;
/** Turns and shrinks, so that footprints have sides. */
const shrinking = [1.7, -0.4, 0.1, 0.3, 1.9, -0.2, 0, 0, 1];
/** An enlargement, which takes no notice of how much the others of its batch shrink. */
const healthy = [0.2, 0.05, 0.1, -0.03, 0.25, -0.1, 0, 0, 1];
const affineEntries = [0, 1, 2, 3, 4, 5];
/** Those that a horizon comes from. */
const lastRow = [6, 7, 8];

/**
 * NaN, infinities and huge numbers in any entry of a map: NaN where a coordinate is, fill far outside
 * and behind the horizon, numbers elsewhere and for the image, and another item's map is not touched.
 */
export function checkDiverged(sampler: Sampler): void {
  // Maps that are all affine may go a way of their own.
  checkPlaces(sampler, 'zeros', affineEntries);
  checkPlaces(sampler, 'zeros', lastRow);
  for (const padding of ['border', 'reflection', 'wrap'] as const) {
    checkPlaces(sampler, padding, [...affineEntries, ...lastRow]);
  }
}

function checkPlaces(sampler: Sampler, padding: Padding, places: readonly number[]): void {
  const tried = padding === 'zeros' ? values.all : values.few;
  const odd = places.flatMap((place) => tried.map((value) => ({ place, value })));
  const rows = odd.map(({ place, value }) =>
    shrinking.map((entry, index) => (index === place ? value : entry)),
  );
  const maps = Float32Array.from([...rows, healthy].flat());
  const image = someImage([1, 4, 5, 2]);
  const options = { sampler, padding, ...(padding === 'zeros' && { fillValue: fill }) };
  const apply = (matrix: Tensor, x: Tensor = image): Tensor =>
    warp(
      x as typeof image,
      { kind: 'homography', matrix: matrix as Tensor3D, outputSize, alignCorners: false },
      options,
    );
  const matrix = tensor3d(maps, [rows.length + 1, 3, 3]);
  const alone = tensor3d(healthy, [1, 3, 3]);
  const dy = someImage([rows.length + 1, ...outputSize, 2], 5);
  const last = (x: Tensor): Tensor => slice(x, rows.length, 1);

  const output = apply(matrix);
  const byMatrix = grad((m: Tensor) => apply(m))(matrix, dy);
  const byImage = grad((x: Tensor) => apply(matrix, x))(image, dy);
  const tolerance = { rtol: 1e-4, atol: 1e-4 };
  expectClose(last(output), apply(alone), { ...tolerance, what: `${padding}: another item` });
  const slope = grad((m: Tensor) => apply(m))(alone, last(dy));
  expectClose(last(byMatrix), slope, { ...tolerance, what: `${padding}: its gradient` });
  expect(byImage.dataSync().every(Number.isFinite), `${padding}: gradient by image`).toBe(true);
  const grid = oracleHomographyGrid({
    matrix: { shape: matrix.shape, data: maps },
    outputSize,
    coordinates: 'float32',
  }).data;
  odd.forEach(({ place, value }, item) => {
    const own = <Numbers extends { slice(start: number, end: number): Numbers }>(
      data: Numbers,
      size: number,
    ): Numbers => data.slice(item * size, (item + 1) * size);
    const what = `${padding}, ${value} in entry ${place}`;
    const coordinates = own(grid, points * 2);
    checkValues(own(output.dataSync<'float32'>(), points * 2), coordinates, padding, what);
    const gradient = own(byMatrix.dataSync<'float32'>(), 9);
    const diverged = coordinates.some(Number.isNaN);
    expect(gradient.some(Number.isNaN), `gradient by matrix, ${what}`).toBe(diverged);
  });
}

/** What the output at each point must be, whatever reads it. */
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
