// The same pictures, maps and places in every language: see st_cnn_step.py for Python's half.

/** @typedef {readonly [batch: number, height: number, width: number, channels: number]} Shape */

/** What is sampled: the shapes of the figures, NHWC. */
export const shapes = /** @type {const} */ ([
  [1, 512, 512, 3],
  [16, 64, 64, 32],
  [256, 42, 42, 1],
  [1, 1080, 1920, 3],
]);

/** A turn about the centre by 0.3 rad with a shift, normalised, from output to input. */
export const theta = [Math.cos(0.3), -Math.sin(0.3), 0.1, Math.sin(0.3), Math.cos(0.3), 0];

/** Value number `index` of any picture, in [0, 1), exact in float32. */
function pixel(/** @type {number} */ index) {
  return (Math.imul(index, 0x9e3779b1) >>> 8) / 2 ** 24;
}

/** @param {Shape} shape */
export function picture(shape) {
  return Float32Array.from({ length: sizeOf(shape) }, (_, index) => pixel(index));
}

/** @param {Shape} shape */
export function sizeOf(shape) {
  return shape.reduce((product, length) => product * length, 1);
}

/**
 * Places in a result that are looked at, spread all over it.
 *
 * @param {number} size
 * @param {number} [count]
 */
export function places(size, count = 500) {
  return Array.from({ length: count }, (_, index) => Math.floor((index * size) / count));
}

/**
 * What bilinear sampling with zeros gives at a place, in float64.
 *
 * @param {Shape} shape of the image and the result
 * @param {number} place
 */
export function sampledAt(shape, place) {
  const [, height, width, channels] = shape;
  const channel = place % channels;
  const column = Math.floor(place / channels) % width;
  const row = Math.floor(place / channels / width) % height;
  const item = Math.floor(place / channels / width / height);
  const [x, y] = [(2 * column + 1) / width - 1, (2 * row + 1) / height - 1];
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = theta;
  const atX = ((a * x + b * y + c + 1) * width - 1) / 2;
  const atY = ((d * x + e * y + f + 1) * height - 1) / 2;
  const [left, top] = [Math.floor(atX), Math.floor(atY)];
  let sum = 0;
  for (const [tapX, tapY] of [0, 1].flatMap((i) => [0, 1].map((j) => [left + i, top + j]))) {
    if (tapX < 0 || tapX >= width || tapY < 0 || tapY >= height) continue;
    const weight = (1 - Math.abs(atX - tapX)) * (1 - Math.abs(atY - tapY));
    sum += weight * pixel(((item * height + tapY) * width + tapX) * channels + channel);
  }
  return sum;
}

/**
 * The map between pixels, whose integers are centres: D · M · D⁻¹, where D takes normalised
 * coordinates to pixels. TensorFlow's own op thinks in these.
 *
 * @param {Shape} shape
 */
export function pixelRows([, height, width]) {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = theta;
  const [aspect, x, y] = [width / height, 1 / width - 1, 1 / height - 1];
  const atX = (/** @type {number} */ value) => ((value + 1) * width - 1) / 2;
  const atY = (/** @type {number} */ value) => ((value + 1) * height - 1) / 2;
  const first = [a, b * aspect, atX(a * x + b * y + c)];
  return [...first, d / aspect, e, atY(d * x + e * y + f), 0, 0];
}
