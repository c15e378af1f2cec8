import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { generateGrid } from '@tfjs-stn/core';
import {
  bendingEnergy,
  normalisedPointsFromPixels,
  outline,
  pixelPointsFromNormalised,
  totalVariation,
} from '@tfjs-stn/core/fields';
import { fromImage, normalisedCrossCorrelation, toImageData } from '@tfjs-stn/core/images';
import { affine } from '@tfjs-stn/transform-affine';
import { homography } from '@tfjs-stn/transform-projective';
import { tpsDisplacement } from '@tfjs-stn/transform-tps';

import { root } from './repository.mjs';
import { pairs, path, placeIn, short, svg, tenths } from './svg.mjs';

/** The folder of the pictures. */
export const pictureFolder = join(root, 'docs/guides/pictures');

/** @typedef {import('./svg.mjs').Point} Point */

/**
 * Draws what the helpers of core give, one SVG for each.
 *
 * @returns {Promise<Record<string, string>>} SVGs by the names of their files
 */
export async function helperPictures() {
  await tf.setBackend('cpu');
  return {
    'points.svg': points(),
    'outline.svg': outlines(),
    'image-data.svg': await imageData(),
    'bending-energy.svg': bending(),
    'total-variation.svg': variation(),
    'cross-correlation.svg': correlation(),
  };
}

/** An image of 4 × 3 pixels, and the places of its corners, edges and centre in both units. */
function points() {
  const size = /** @type {const} */ ([3, 4]);
  const zoom = 90;
  const cells = Array.from({ length: 12 }, (_, index) => {
    const [x, y] = [index % 4, Math.floor(index / 4)];
    return `<rect class="cell" x="${60 + zoom * x}" y="${40 + zoom * y}" width="${zoom}" height="${zoom}"/>`;
  });
  /** @type {Point[]} */
  const normalised = [
    [-1, -1],
    [0, 0],
    [1, 1],
    ...normalisedPointsFromPixels([[0, 2]], size),
    ...normalisedPointsFromPixels([[3, 0]], size),
  ];
  const marks = pixelPointsFromNormalised(normalised, size).map(([x, y], index) => {
    // Pixels count from the centre of the first.
    const [left, top] = [60 + zoom * (x + 0.5), 40 + zoom * (y + 0.5)];
    const [u, v] = normalised[index] ?? [0, 0];
    const below = index === 2 ? -34 : 18;
    return `<circle class="mark" cx="${tenths(left)}" cy="${tenths(top)}" r="5"/>
<text class="mark-text" x="${tenths(left)}" y="${tenths(top + below)}">(${short(u)}, ${short(v)})</text>
<text x="${tenths(left)}" y="${tenths(top + below + 15)}">pixel (${short(x)}, ${short(y)})</text>`;
  });
  return svg(480, 370, [...cells, ...marks]);
}

/** What an affine map, a projective map and a spline look at. */
function outlines() {
  const spline = tpsDisplacement({ controlPoints: [3, 3] });
  // The middles of the sides move inwards.
  const bend = [0, 0, 0, 0.4, 0, 0, 0.4, 0, 0, 0, -0.4, 0, 0, 0, 0, -0.4, 0, 0];
  /** @type {readonly (readonly [string, import('@tfjs-stn/core').Transform, number[], number])[]} */
  const shown = [
    ['affine', affine(), [0.6, -0.3, 0.1, 0.3, 0.6, 0], 2],
    ['homography', homography(), [0.6, 0, 0, 0, 0.6, 0, 0.15, -0.3], 2],
    ['thin-plate spline', spline, bend, 24],
  ];
  const panels = shown.map(([name, transform, theta, pointsPerSide], index) => {
    const border = pairs(
      tf.tidy(() => outline(transform, tf.tensor2d([theta]), { pointsPerSide }).dataSync()),
    );
    const place = placeIn(20 + 170 * index, 20, 150);
    const top = border.slice(0, pointsPerSide);
    return `<rect class="cell" x="${20 + 170 * index}" y="20" width="150" height="150"/>
<path class="line" d="${path(border, place)}Z"/><path class="line top" d="${path(top, place)}"/>
<text x="${95 + 170 * index}" y="192">${name}</text>`;
  });
  spline.dispose?.();
  return svg(530, 206, panels);
}

/** Values, the bytes that they become, and the values that those bytes become. */
async function imageData() {
  const values = [-0.2, 0, 0.25, 0.5, 0.75, 1, 1.3, Number.NaN];
  const image = tf.tensor3d(values, [1, values.length, 1]);
  const bytes = await toImageData(image);
  const back = fromImage(bytes, { channels: 1 });
  const again = back.dataSync();
  tf.dispose([image, back]);
  const columns = values.map((value, index) => {
    const byte = bytes.data[4 * index] ?? 0;
    const x = 130 + 60 * index;
    return `<text x="${x + 26}" y="24">${value}</text>
<rect x="${x}" y="36" width="52" height="52" fill="rgb(${byte},${byte},${byte})" class="framed"/>
<text x="${x + 26}" y="108">${byte}</text><text x="${x + 26}" y="132">${short(again[index] ?? 0, 3)}</text>`;
  });
  const names = ['tensor', 'toImageData', 'fromImage'].map(
    (name, row) => `<text class="name" x="110" y="${[24, 108, 132][row]}">${name}</text>`,
  );
  return svg(620, 146, [...names, ...columns]);
}

/** Grids that are bent more and more. */
function bending() {
  const transform = tpsDisplacement({ controlPoints: [3, 3] });
  const panels = [0, 0.15, 0.4].map((much, index) => {
    const theta = Array.from({ length: 18 }, (_, at) => (at === 8 || at === 9 ? much : 0));
    const { points, energy } = tf.tidy(() => {
      const options = /** @type {const} */ ({ outputSize: [9, 9], alignCorners: true });
      const all = generateGrid(transform, tf.tensor2d([theta]), options);
      // The first is sheared, which is not bent.
      const sheared = index > 0 ? all : tf.add(all, tf.mul(tf.reverse(all, 3), [0.2, 0]));
      /** @type {tf.Tensor4D} */
      const given = tf.mul(sheared, 0.8);
      return { points: given.dataSync(), energy: bendingEnergy(given).dataSync()[0] ?? 0 };
    });
    const grid = pairs(points);
    const lines = Array.from({ length: 9 }, (_, line) => {
      const row = grid.slice(9 * line, 9 * line + 9);
      const column = grid.filter((_point, at) => at % 9 === line);
      const place = placeIn(20 + 170 * index, 10, 150);
      return `<path class="thin" d="${path(row, place)}${path(column, place)}"/>`;
    });
    return `${lines.join('')}<text x="${95 + 170 * index}" y="182">energy ${short(energy, 3)}</text>`;
  });
  transform.dispose?.();
  return svg(530, 196, panels);
}

/** Displacements in steps and as a slope have the same variation, waves more. */
function variation() {
  /** @type {readonly (readonly [string, (column: number) => number])[]} */
  const flows = [
    ['constant', () => 0.5],
    ['step', (column) => (column < 4 ? 0 : 0.5)],
    ['slope', (column) => column / 14],
    ['waves', (column) => (column % 2) / 2],
  ];
  const panels = flows.map(([name, flow], index) => {
    const shifts = Array.from({ length: 8 }, (_, column) => flow(column));
    const total = tf.tidy(() => {
      const row = tf.tensor4d(
        shifts.flatMap((shift) => [0, shift]),
        [1, 1, 8, 2],
      );
      /** @type {tf.Tensor4D} */
      const rows = tf.tile(row, [1, 8, 1, 1]);
      return totalVariation(rows).dataSync();
    });
    const arrows = shifts.map((shift, column) => {
      const x = 30 + 150 * index + 15 * column;
      return `<circle class="mark" cx="${x}" cy="30" r="2.5"/><path class="line" d="M${x} 30v${tenths(80 * shift)}"/>`;
    });
    return `${arrows.join('')}<text x="${82 + 150 * index}" y="96">${name}: ${short(total[0] ?? 0, 3)}</text>`;
  });
  return svg(610, 110, panels);
}

/** A pattern against itself in other contrasts, shifted, and against another. */
function correlation() {
  const side = 12;
  /** @param {(x: number, y: number) => number} of @returns {number[]} */
  const picture = (of) =>
    Array.from({ length: side * side }, (_, at) => of(at % side, Math.floor(at / side)));
  /** @param {number} x @param {number} y */
  const pattern = (x, y) => 0.5 + 0.25 * (Math.cos(x / 1.7) + Math.sin((x + 2 * y) / 3));
  /** @type {readonly (readonly [string, number[]])[]} */
  const others = [
    ['itself', picture(pattern)],
    ['less contrast', picture((x, y) => 0.35 + 0.4 * pattern(x, y))],
    ['one pixel on', picture((x, y) => pattern(x + 1, y))],
    ['another', picture((x, y) => 0.5 + 0.4 * Math.cos((x - y) / 1.3))],
    ['negative', picture((x, y) => 1 - pattern(x, y))],
  ];
  const first = others[0]?.[1] ?? [];
  const panels = others.map(([name, values], index) => {
    const alike = tf.tidy(() => {
      const shape = /** @type {const} */ ([1, side, side, 1]);
      const given = tf.tensor4d(first, [...shape]);
      return normalisedCrossCorrelation(given, tf.tensor4d(values, [...shape])).dataSync();
    });
    const pixels = values.map((value, at) => {
      const byte = Math.round(255 * Math.min(1, Math.max(0, value)));
      const [x, y] = [20 + 120 * index + 8 * (at % side), 10 + 8 * Math.floor(at / side)];
      return `<rect x="${x}" y="${y}" width="8" height="8" fill="rgb(${byte},${byte},${byte})"/>`;
    });
    const x = 68 + 120 * index;
    return `${pixels.join('')}<text x="${x}" y="124">${name}</text><text class="mark-text" x="${x}" y="142">${short(alike[0] ?? 0)}</text>`;
  });
  return svg(610, 154, panels);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  mkdirSync(pictureFolder, { recursive: true });
  for (const [name, picture] of Object.entries(await helperPictures())) {
    writeFileSync(join(pictureFolder, name), picture);
  }
}
