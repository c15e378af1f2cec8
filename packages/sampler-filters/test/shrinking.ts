import { seededRandom } from '@tfjs-stn/testing';

import type { Shrunk } from './exact-area-mean.js';

/** How an image is made smaller. */
export interface Shrinking {
  /** Input pixels per output pixel, on both axes of the output. */
  readonly by: readonly [x: number, y: number];
  /** Degrees. */
  readonly turn: number;
  /** Input pixels. */
  readonly shift?: readonly [x: number, y: number];
}

/** The affine map that looks at the centred half of a square image: turned by any angle, it stays inside. */
export function shrinkingMap(
  side: number,
  { by: [byX, byY], turn, shift = [0, 0] }: Shrinking,
): Pick<Shrunk, 'theta' | 'outputSize'> {
  const [width, height] = [Math.round((side * 0.5) / byX), Math.round((side * 0.5) / byY)];
  const [cosine, sine] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
  const [x, y] = [(byX * width) / side, (byY * height) / side];
  const [tx, ty] = [(2 * shift[0]) / side, (2 * shift[1]) / side];
  return {
    theta: [cosine * x, -sine * y, tx, sine * x, cosine * y, ty],
    outputSize: [height, width],
  };
}

/** The images that README.md shrinks, with side 256, and how. Half suit a mip pyramid: upright, by 2ⁿ. */
export function shrunkImages(): (Shrunk & { readonly what: string; readonly turn: number })[] {
  const side = 256;
  const [fine, coarse] = [checkerboard(side, 2), checkerboard(side, 3)];
  const [natural, white] = [leaves(side), noise(side)];
  const shift = [0.7, 0.4] as const;
  const scales = [2, 4, 8];
  const cases: readonly (readonly [string, Float32Array, Shrinking])[] = [
    ...scales.map((s) => {
      const what = `checkerboard of 2 pixels, ${s} times smaller, off its edges`;
      return [what, fine, { by: [s, s], turn: 0, shift }] as const;
    }),
    ['checkerboard of 2, 8 times, turned by 20°', fine, { by: [8, 8], turn: 20 }],
    ['checkerboard of 3, 8 times', coarse, { by: [8, 8], turn: 0 }],
    ['checkerboard of 2, 8 × 1, turned by 30°', fine, { by: [8, 1], turn: 30 }],
    ...scales.map((s) => [`leaves, ${s} times`, natural, { by: [s, s], turn: 0 }] as const),
    ...scales.map((s) => {
      return [
        `leaves, ${s} times, turned by 10°`,
        natural,
        { by: [s, s], turn: 10, shift },
      ] as const;
    }),
    ['leaves, 8 × 1, turned by 30°', natural, { by: [8, 1], turn: 30 }],
    ...[1.5, 3, 8].map((s) => {
      return [`noise, ${s} times, turned by 10°`, white, { by: [s, s], turn: 10 }] as const;
    }),
    ['noise, 8 × 1', white, { by: [8, 1], turn: 0 }],
    ['noise, 8 × 2, turned by 30°', white, { by: [8, 2], turn: 30 }],
  ];
  return cases.map(([what, data, own]) => {
    return { what, turn: own.turn, image: { side, data }, ...shrinkingMap(side, own) };
  });
}

function checkerboard(side: number, cell: number): Float32Array {
  const at = (place: number): number => Math.floor(place / cell);
  return Float32Array.from(
    { length: side * side },
    (_, index) => (at(index % side) + at(Math.floor(index / side))) % 2,
  );
}

/** White noise: as much at every frequency, the hardest to shrink. */
function noise(side: number): Float32Array {
  const random = seededRandom(1);
  return Float32Array.from({ length: side * side }, () => random());
}

/**
 * Overlapping discs of all sizes, with the edges and the spectrum of photographs: as many of radius r as
 * r⁻³ says ("dead leaves"; Lee, Mumford and Huang, 2001).
 */
function leaves(side: number): Float32Array {
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
  return data;
}
