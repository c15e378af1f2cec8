import { checkerboard, leaves, noise } from './pictures.mjs';

/**
 * @typedef {object} Case
 * @property {string} what
 * @property {import('./pictures.mjs').Picture} picture
 * @property {import('./maps.mjs').Shrinking} shrinking
 */

/**
 * What is shrunk, and how. Half of it is to the pyramid's liking: by a power of two and upright.
 *
 * @param {number} side of the pictures
 * @returns {Case[]}
 */
export function casesOf(side) {
  const [fine, coarse] = [checkerboard(side, 2), checkerboard(side, 3)];
  const [natural, white] = [leaves(side), noise(side)];
  /** @type {(x: number, y?: number, turn?: number) => import('./maps.mjs').Shrinking} */
  const by = (x, y = x, turn = 0) => ({ by: [x, y], turn });
  const off = (/** @type {import('./maps.mjs').Shrinking} */ shrinking) => ({
    ...shrinking,
    shift: /** @type {const} */ ([0.7, 0.4]),
  });
  const scales = [2, 4, 8];
  return [
    ...scales.map((s) => ({
      what: `checkerboard of 2 pixels, ${s} times smaller, off its edges`,
      picture: fine,
      shrinking: off(by(s)),
    })),
    { what: 'checkerboard of 2, 8 times, turned by 20°', picture: fine, shrinking: by(8, 8, 20) },
    { what: 'checkerboard of 3, 8 times', picture: coarse, shrinking: by(8) },
    { what: 'checkerboard of 2, 8 × 1, turned by 30°', picture: fine, shrinking: by(8, 1, 30) },
    ...scales.map((s) => ({ what: `leaves, ${s} times`, picture: natural, shrinking: by(s) })),
    ...scales.map((s) => ({
      what: `leaves, ${s} times, turned by 10°`,
      picture: natural,
      shrinking: off(by(s, s, 10)),
    })),
    { what: 'leaves, 8 × 1, turned by 30°', picture: natural, shrinking: by(8, 1, 30) },
    ...[1.5, 3, 8].map((s) => ({
      what: `noise, ${s} times, turned by 10°`,
      picture: white,
      shrinking: by(s, s, 10),
    })),
    { what: 'noise, 8 × 1', picture: white, shrinking: by(8, 1) },
    { what: 'noise, 8 × 2, turned by 30°', picture: white, shrinking: by(8, 2, 30) },
  ];
}
