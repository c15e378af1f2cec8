import { seededRandom } from '@tfjs-stn/testing';

/** @typedef {{ readonly side: number, readonly data: Float32Array }} Picture square, values in [0, 1] */

/**
 * @param {number} side
 * @param {number} cell pixels
 * @returns {Picture}
 */
export function checkerboard(side, cell) {
  const at = (/** @type {number} */ place) => Math.floor(place / cell);
  const data = Float32Array.from(
    { length: side * side },
    (_, index) => (at(index % side) + at(Math.floor(index / side))) % 2,
  );
  return { side, data };
}

/**
 * White noise: as much at every frequency, the hardest to shrink.
 *
 * @param {number} side
 * @returns {Picture}
 */
export function noise(side) {
  const random = seededRandom(1);
  return { side, data: Float32Array.from({ length: side * side }, () => random()) };
}

/**
 * Discs of all sizes that hide each other ("dead leaves"), what comes nearest to photographs in edges
 * and in spectrum of all that a few lines draw: as many of radius r as r⁻³ says (Lee, Mumford and
 * Huang, 2001).
 *
 * @param {number} side
 * @returns {Picture}
 */
export function leaves(side) {
  const random = seededRandom(2);
  const [least, most] = [1, side / 4];
  const data = new Float32Array(side * side);
  for (let disc = 0; disc < side * side; disc++) {
    const radius = (least ** -2 + random() * (most ** -2 - least ** -2)) ** -0.5;
    const [x, y, grey] = [random() * side, random() * side, random()];
    for (let row = Math.max(0, Math.ceil(y - radius)); row < Math.min(side, y + radius); row++) {
      const half = Math.sqrt(Math.max(0, radius ** 2 - (row - y) ** 2));
      const [from, to] = [Math.max(0, Math.ceil(x - half)), Math.min(side, Math.ceil(x + half))];
      data.fill(grey, row * side + from, row * side + Math.max(from, to));
    }
  }
  return { side, data };
}
