import { concat, slice, tensor2d, tensor4d, tidy } from '@tensorflow/tfjs-core';

/** @typedef {import('@tfjs-stn-apps/digit-training/digits').Digits} Digits */
/** @typedef {import('../src/rooms/draw/drawing.js').Drawing} Drawing */
/** @typedef {(low: number, high: number) => number} Between draws a number between two */

const SIDE = 28;
const PIXELS = SIDE * SIDE;
/** What is drawn in every batch, with its label; the first three are no digits. */
const drawn = [
  ...drawnTimes(3, scribble),
  ...drawnTimes(5, curve),
  ...drawnTimes(4, sign),
  ...drawnTimes(3, one, 1),
  ...drawnTimes(2, seven, 7),
  ...drawnTimes(3, six, 6),
  ...drawnTimes(3, nine, 9),
];
const DRAWINGS = drawn.length;
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
 * @param {import('@tfjs-stn-apps/digit-training')} options.training
 * @param {import('../src/rooms/draw/drawing.js')} options.drawing
 */
export function drawnBatches(digits, { batch, seed, imageSize, training, drawing }) {
  const { distort, randomSource, streams } = training;
  return (/** @type {number} */ step) => {
    const random = randomSource(seed, streams.distortion, step);
    const between = (/** @type {number} */ low, /** @type {number} */ high) =>
      low + (high - low) * random();
    const { images, labels, thetas, targets } = writtenDigits(digits, batch, imageSize, between);
    const kept = batch - DRAWINGS;
    drawn.forEach(({ label }, item) => {
      const at = 10 * (kept + item);
      targets.fill(label === undefined ? 0.1 : 0, at, at + 10);
      if (label !== undefined) targets[at + label] = 1;
      labels[kept + item] = label ?? 0;
    });
    const pixels = drawings(imageSize, between, drawing);
    return tidy(() => {
      const all = distort({ count: batch, images, labels }, thetas, imageSize);
      const shape = /** @type {[number, number, number, number]} */ ([
        DRAWINGS,
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
 * @param {(between: Between) => Drawing} draw
 * @param {number} [label]
 */
function drawnTimes(count, draw, label) {
  return Array.from({ length: count }, () => ({ draw, label }));
}

/**
 * The images of what is drawn.
 *
 * @param {number} imageSize
 * @param {Between} between
 * @param {import('../src/rooms/draw/drawing.js')} drawing
 */
function drawings(imageSize, between, drawing) {
  const pixels = new Float32Array(DRAWINGS * imageSize * imageSize);
  drawn.forEach(({ draw, label }, item) => {
    const zoom = between(0.9, 1.1);
    const most = isSixOrNine(label) ? LARGEST_OF_SIX_AND_NINE : LARGEST_ANGLE;
    const fitted = drawing
      .fitted(draw(between), between(-most, most))
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

/**
 * Many points at random, in one to four lines.
 *
 * @param {Between} between
 * @returns {Drawing}
 */
function scribble(between) {
  const lines = Math.floor(between(1, 5));
  const points = Math.ceil(between(9, 30) / lines) + 2;
  const step = between(0.3, 1);
  const onPad = (/** @type {number} */ value) => Math.min(0.8, Math.max(-0.8, value));
  return Array.from({ length: lines }, () => {
    let [x, y] = [between(-0.6, 0.6), between(-0.6, 0.6)];
    return Array.from({ length: points }, () => {
      x = onPad(x + between(-step, step));
      y = onPad(y + between(-step, step));
      return { x, y };
    });
  });
}

/**
 * A round scribble: a curve whose coordinates are sums of a few waves.
 *
 * @param {Between} between
 * @returns {Drawing}
 */
function curve(between) {
  const turns = between(2.2, 6);
  const waves = Array.from({ length: 2 }, () =>
    [1, between(0.1, 0.8), between(1.2, 3)].map((frequency, index) => ({
      frequency,
      size: index === 0 ? between(0.4, 1) : between(0, 0.6),
      phase: between(0, 2 * Math.PI),
    })),
  );
  const points = Math.ceil(16 * turns);
  return [
    Array.from({ length: points }, (_, index) => {
      const [x = 0, y = 0] = waves.map((sums) =>
        sums.reduce((sum, { frequency, size, phase }) => {
          const angle = (2 * Math.PI * turns * frequency * index) / points;
          return sum + size * Math.sin(angle + phase);
        }, 0),
      );
      return { x, y };
    }),
  ];
}

/**
 * A sign of three to seven strokes that cross: bars and arcs.
 *
 * @param {Between} between
 * @returns {Drawing}
 */
function sign(between) {
  const strokes = Math.floor(between(3, 8));
  return Array.from({ length: strokes }, () => {
    const bent = between(0, 1) < 0.4 ? between(1, 2 * Math.PI) : 0.01;
    const length = between(0.6, 1.6);
    const start = between(0, 2 * Math.PI);
    const radius = length / bent;
    // Where its middle is.
    const at = { x: between(-0.4, 0.4), y: between(-0.4, 0.4) };
    const middle = start + bent / 2;
    return Array.from({ length: 13 }, (_, index) => {
      const angle = start + (bent * index) / 12;
      return {
        x: at.x + radius * Math.cos(angle) - radius * Math.cos(middle),
        y: at.y + radius * Math.sin(angle) - radius * Math.sin(middle),
      };
    });
  });
}

/**
 * A bent stem that ends in a bowl.
 *
 * @param {Between} between
 * @returns {Drawing}
 */
function six(between) {
  const [width, height] = [between(0.3, 0.6), between(0.28, 0.55)];
  const middle = 1 - height;
  const tip = { x: between(-0.3, 0.7), y: -1 };
  const bend = { x: -width + between(-0.25, 0.15), y: between(-0.8, 0) };
  const stem = Array.from({ length: 12 }, (_, index) => {
    const t = index / 12;
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return { x: a * tip.x + b * bend.x - c * width, y: a * tip.y + b * bend.y + c * middle };
  });
  const all = 2 * Math.PI * between(0.85, 1.15);
  const bowl = Array.from({ length: 21 }, (_, index) => {
    const angle = Math.PI - (all * index) / 20;
    return { x: width * Math.cos(angle), y: middle + height * Math.sin(angle) };
  });
  return [[...stem, ...bowl]];
}

/**
 * @param {Between} between
 * @returns {Drawing}
 */
function nine(between) {
  return six(between).map((line) => line.map(({ x, y }) => ({ x: -x, y: -y })));
}

/**
 * A stem with a flag, and sometimes a foot.
 *
 * @param {Between} between
 * @returns {Drawing}
 */
function one(between) {
  const lean = between(-0.25, 0.25);
  const angle = between(0.4, 1.05);
  const flag = between(0.25, 0.85);
  const top = { x: lean, y: -1 };
  const stem = [top, { x: -lean, y: 1 }];
  const tip = { x: lean - flag * Math.sin(angle), y: -1 + flag * Math.cos(angle) };
  const foot = between(0.2, 0.6);
  const feet = [
    { x: -lean - foot, y: 1 },
    { x: -lean + foot, y: 1 },
  ];
  return between(0, 1) < 0.3 ? [[tip, ...stem], feet] : [[tip, ...stem]];
}

/**
 * A seven, with or without a bar.
 *
 * @param {Between} between
 * @returns {Drawing}
 */
function seven(between) {
  const width = between(0.4, 0.7);
  const rise = between(-0.12, 0.12);
  const corner = { x: width, y: -1 + rise };
  const end = { x: between(-0.35, 0.15), y: 1 };
  const middle = { x: (corner.x + end.x) / 2, y: between(-0.15, 0.15) };
  const half = between(0.25, 0.5);
  const bar = [
    { x: middle.x - half, y: middle.y },
    { x: middle.x + half, y: middle.y },
  ];
  const lines = [[{ x: -width, y: -1 - rise }, corner, end]];
  return between(0, 1) < 0.5 ? [...lines, bar] : lines;
}
