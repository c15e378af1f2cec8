import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Pixels } from '../src/engine/messages.js';
import { findPage } from '../src/rooms/warp/find-page.js';
import type { Point } from '../src/rooms/warp/setting.js';

describe('the corners of a page', () => {
  it('are found to 1.5 % of the picture, at any place and angle', () => {
    const shift = fc.double({ min: -0.25, max: 0.25, noNaN: true });
    fc.assert(
      fc.property(fc.array(shift, { minLength: 8, maxLength: 8 }), (shifts) => {
        const corners = [
          { x: -0.55, y: -0.6 },
          { x: 0.55, y: -0.6 },
          { x: 0.55, y: 0.6 },
          { x: -0.55, y: 0.6 },
        ].map(({ x, y }, index) => ({
          x: x + (shifts[2 * index] ?? 0),
          y: y + (shifts[2 * index + 1] ?? 0),
        }));
        const found = findPage(photo(corners));
        corners.forEach((corner, index) => {
          const { x = 9, y = 9 } = found?.[index] ?? {};
          expect(Math.hypot(x - corner.x, y - corner.y)).toBeLessThan(0.03);
        });
      }),
      { numRuns: 30 },
    );
  });

  it('are not made up where there is none', () => {
    const disc = photo([], (x, y) => Math.hypot(x, y) < 0.6);
    const cross = photo(
      [],
      (x, y) =>
        Math.min(Math.abs(x), Math.abs(y)) < 0.2 && Math.max(Math.abs(x), Math.abs(y)) < 0.8,
    );
    const cutOff = photo([], (x, y) => x + y > 0.4);
    const plain = photo([], () => false);
    for (const picture of [disc, cross, cutOff, plain]) expect(findPage(picture)).toBeUndefined();
  });
});

/** A bright page with lines of text on a darker, uneven ground. */
function photo(
  corners: readonly Point[],
  inside: (x: number, y: number) => boolean = (x, y) =>
    corners.every((from, index) => {
      const to = corners[(index + 1) % 4]!;
      return (to.x - from.x) * (y - from.y) > (to.y - from.y) * (x - from.x);
    }),
): Pixels {
  const [width, height] = [600, 400];
  const bytes = new Uint8ClampedArray(4 * width * height).fill(255);
  for (let index = 0; index < width * height; index++) {
    const [column, row] = [index % width, Math.floor(index / width)];
    const [x, y] = [(2 * column + 1) / width - 1, (2 * row + 1) / height - 1];
    const text = row % 12 < 2 && column % 7 < 4;
    const grain = (column * 31 + row * 17) % 23;
    const grey = inside(x, y) ? (text ? 120 : 215) + grain : 60 + 40 * x + grain;
    bytes.fill(grey, 4 * index, 4 * index + 3);
  }
  return { width, height, bytes };
}
