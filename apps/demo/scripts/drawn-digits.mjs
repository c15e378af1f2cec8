import { concat, slice, tensor2d, tensor4d, tidy } from '@tensorflow/tfjs-core';

import { curve, nine, one, scribble, seven, sign, six } from './drawn-shapes.mjs';

/** @typedef {import('@tfjs-stn-apps/digit-training/digits').Digits} Digits */
/** @typedef {import('./drawn-shapes.mjs').Between} Between */

const SIDE = 28;
const PIXELS = SIDE * SIDE;
/** What is drawn in every batch, with its label; scribbles, curves and signs are no digits. */
export const fewDrawings = [
  ...drawnTimes(5, scribble),
  ...drawnTimes(3, one, 1),
  ...drawnTimes(2, seven, 7),
];
export const manyDrawings = [
  ...drawnTimes(3, scribble),
  ...drawnTimes(5, curve),
  ...drawnTimes(4, sign),
  ...drawnTimes(3, one, 1),
  ...drawnTimes(2, seven, 7),
  ...drawnTimes(3, six, 6),
  ...drawnTimes(3, nine, 9),
];
/** Digits that are none upside down, and the share of them that is shown so. */
const UPRIGHT = [3, 4, 7];
const TURNED_OVER = 0.12;
/** The largest angles in degrees: beyond 90° a 6 is a 9. */
const LARGEST_ANGLE = 92;
const LARGEST_OF_SIX_AND_NINE = 82;
/** Sixes and nines per batch near their largest angles, where they are hardest to tell apart. */
const EDGES = 10;

/**
 * Batches for a net that reads drawings: MNIST's digits with the angles, slants, widths and lines of
 * many hands. There are drawings among them: ones with a flag and sevens with a bar, which MNIST lacks,
 * sixes and nines, and scribbles and signs, for which all classes are equally likely.
 *
 * @param {Digits} digits
 * @param {object} options
 * @param {number} options.batch
 * @param {number} options.seed
 * @param {number} options.imageSize
 * @param {typeof manyDrawings} options.drawn in every batch
 * @param {import('@tfjs-stn-apps/digit-training')} options.training
 * @param {import('../src/rooms/draw/drawing.js')} options.drawing
 */
export function drawnBatches(digits, { batch, seed, imageSize, drawn, training, drawing }) {
  const { distort, randomSource, streams } = training;
  return (/** @type {number} */ step) => {
    const random = randomSource(seed, streams.distortion, step);
    const between = (/** @type {number} */ low, /** @type {number} */ high) =>
      low + (high - low) * random();
    const { images, labels, thetas, targets } = writtenDigits(digits, batch, imageSize, between);
    const kept = batch - drawn.length;
    drawn.forEach(({ label }, item) => {
      const at = 10 * (kept + item);
      targets.fill(label === undefined ? 0.1 : 0, at, at + 10);
      if (label !== undefined) targets[at + label] = 1;
      labels[kept + item] = label ?? 0;
    });
    const pixels = drawings(drawn, imageSize, between, drawing);
    return tidy(() => {
      const all = distort({ count: batch, images, labels }, thetas, imageSize);
      const shape = /** @type {[number, number, number, number]} */ ([
        drawn.length,
        imageSize,
        imageSize,
        1,
      ]);
      return {
        images: concat([slice(all, 0, kept), tensor4d(pixels, shape)]),
        labels,
        targets: tensor2d(targets, [batch, 10]),
      };
    });
  };
}

/**
 * @param {number} count
 * @param {typeof one} draw
 * @param {number} [label]
 */
function drawnTimes(count, draw, label) {
  return Array.from({ length: count }, () => ({ draw, label }));
}

/**
 * The images of what is drawn.
 *
 * @param {typeof manyDrawings} drawn
 * @param {number} imageSize
 * @param {Between} between
 * @param {import('../src/rooms/draw/drawing.js')} drawing
 */
function drawings(drawn, imageSize, between, drawing) {
  const pixels = new Float32Array(drawn.length * imageSize * imageSize);
  drawn.forEach(({ draw, label }, item) => {
    const lines = draw(between);
    const zoom = between(0.9, 1.1);
    const most = isSixOrNine(label) ? LARGEST_OF_SIX_AND_NINE : LARGEST_ANGLE;
    const fitted = drawing
      .fitted(lines, between(-most, most))
      .map((line) => line.map(({ x, y }) => ({ x: zoom * x, y: zoom * y })));
    pixels.set(drawing.rasterise(fitted), item * imageSize * imageSize);
  });
  return pixels;
}

/**
 * @param {Digits} digits
 * @param {number} count
 * @param {number} imageSize
 * @param {Between} between
 */
function writtenDigits(digits, count, imageSize, between) {
  const images = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  const thetas = new Float32Array(6 * count);
  const targets = new Float32Array(10 * count);
  for (let item = 0; item < count; item++) {
    const edge = item < EDGES;
    let index = Math.floor(between(0, digits.count));
    if (edge) while (!isSixOrNine(digits.labels[index])) index = (index + 1) % digits.count;
    const label = Number(digits.labels[index]);
    const image = digits.images.subarray(index * PIXELS, (index + 1) * PIXELS);
    images.set(restroked(image, between(-0.8, 1)), item * PIXELS);
    labels[item] = label;
    const over = UPRIGHT.includes(label) && between(0, 1) < TURNED_OVER;
    const most = isSixOrNine(label) ? LARGEST_OF_SIX_AND_NINE : LARGEST_ANGLE;
    const side = between(0, 1) < 0.5 ? -1 : 1;
    const angle = over
      ? 180 + between(-60, 60)
      : edge
        ? side * between(most / 2, most)
        : between(-most, most);
    if (over) targets.fill(0.1, 10 * item, 10 * item + 10);
    else targets[10 * item + label] = 1;
    thetas.set(thetaOf(angle, imageSize, between), 6 * item);
  }
  return { images, labels, thetas, targets };
}

/** @param {number | undefined} label */
function isSixOrNine(label) {
  return label === 6 || label === 9;
}

/**
 * Wider lines with a positive amount, thinner ones with a negative amount, by up to a pixel per side.
 *
 * @param {Uint8Array} image
 * @param {number} amount
 */
function restroked(image, amount) {
  const pick = amount > 0 ? Math.max : Math.min;
  return image.map((own, at) => {
    const column = at % SIDE;
    const other = pick(
      own,
      image[at - SIDE] ?? own,
      image[at + SIDE] ?? own,
      (column > 0 && image[at - 1]) || 0,
      (column < SIDE - 1 && image[at + 1]) || 0,
    );
    return own + Math.abs(amount) * (other - own);
  });
}

/**
 * A random affine θ from the distorted image to the digit: in pixels from the centre, p ↦ K⁻¹ S⁻¹ R⁻¹
 * (p - d), with a rotation R, scales S, a slant K and a shift d.
 *
 * @param {number} angle in degrees
 * @param {number} imageSize
 * @param {Between} between
 */
function thetaOf(angle, imageSize, between) {
  const turn = (angle * Math.PI) / 180;
  const scale = between(0.85, 1.1);
  const stretch = Math.exp(between(-0.1, 0.1));
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [c, d] = [(-sin * stretch) / scale, (cos * stretch) / scale];
  const slant = between(-0.1, 0.1);
  const [a, b] = [cos / scale / stretch + slant * c, sin / scale / stretch + slant * d];
  const [x, y] = [between(-1, 1), between(-1, 1)];
  const zoom = imageSize / SIDE;
  const shift = -2 / SIDE;
  return [zoom * a, zoom * b, shift * (a * x + b * y), zoom * c, zoom * d, shift * (c * x + d * y)];
}
