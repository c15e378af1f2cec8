import type { Pixels } from '../../engine/messages.js';
import type { Point } from './setting.js';

/** Longest side of the picture in which the page is looked for, in pixels. */
const SIZE = 200;
/** The least area of a page, in pictures; the least and the most pixels of it, in such areas. */
const [AREA, LEAST, MOST] = [0.12, 0.86, 1.06];

/**
 * Finds the corners of a bright page on a darker ground: the largest bright region, if four straight
 * sides enclose all of it and little else.
 *
 * @returns upper left, upper right, lower right, lower left; undefined if there is no such page
 */
export function findPage(picture: Pixels): readonly Point[] | undefined {
  const small = brightness(picture);
  const limit = threshold(small.values);
  // A ground with bright parts is separated from the page by the second threshold.
  const higher = threshold(small.values.filter((value) => value > limit));
  return pageAbove(higher, small) ?? pageAbove(limit, small);
}

function pageAbove(limit: number, { width, height, values }: ReturnType<typeof brightness>) {
  // The first and the last pixel of every row, so that what is printed on a page belongs to it.
  const rows = new Map<number, readonly [first: number, last: number]>();
  for (const at of largestRegion(values, width, limit).toSorted((a, b) => a - b)) {
    const [x, y] = [at % width, Math.floor(at / width)];
    rows.set(y, [rows.get(y)?.[0] ?? x, x]);
  }
  const ends = [...rows].flatMap(([y, [first, last]]) =>
    [y, y + 1].flatMap((edge) => [first, last + 1].map((x) => ({ x, y: edge }))),
  );
  const corners = largestFourSided(ends);
  const [a, b, c, d] = corners;
  const area = (turn(a, b, c) + turn(a, c, d)) / 2;
  const filled =
    [...rows.values()].reduce((sum, [first, last]) => sum + last + 1 - first, 0) / area;
  if (area < AREA * width * height || filled < LEAST || filled > MOST) return undefined;
  // At the border the picture ends, not the page.
  if (corners.some(({ x, y }) => Math.min(x, y, width - x, height - y) < 2)) return undefined;
  return corners.map(({ x, y }) => ({ x: (2 * x) / width - 1, y: (2 * y) / height - 1 }));
}

/** The picture's brightness, as means over blocks. */
function brightness({ width, height, bytes }: Pixels) {
  const step = Math.ceil(Math.max(width, height) / SIZE);
  const [columns, rows] = [Math.floor(width / step), Math.floor(height / step)];
  const values = new Float32Array(columns * rows);
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [Math.floor((at % width) / step), Math.floor(at / width / step)];
    const grey = 0.3 * bytes[4 * at]! + 0.6 * bytes[4 * at + 1]! + 0.1 * bytes[4 * at + 2]!;
    if (x < columns && y < rows) values[y * columns + x]! += grey / step ** 2;
  }
  return { width: columns, height: rows, values };
}

/** The threshold that separates dark from bright best (Otsu, 1979). */
function threshold(values: Float32Array): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  let [best, found, below] = [-1, 0, 0];
  values.toSorted().forEach((value, index) => {
    below += value;
    const [darker, brighter] = [index + 1, values.length - index - 1];
    const between = darker * brighter * (below / darker - (total - below) / brighter) ** 2;
    if (between > best) [best, found] = [between, value];
  });
  return found;
}

/** The pixels of the largest connected bright region; the first column is left out. */
function largestRegion(values: Float32Array, width: number, limit: number): readonly number[] {
  const left = new Set([...values.keys()].filter((at) => at % width > 0 && values[at]! > limit));
  const regions = [...left].map((start) => {
    const region = left.delete(start) ? [start] : [];
    // It grows during the iteration. Nothing is right of a row's end, as the first column is empty.
    for (const at of region) {
      region.push(...[at - 1, at + 1, at - width, at + width].filter((next) => left.delete(next)));
    }
    return region;
  });
  return regions.reduce((a, b) => (b.length > a.length ? b : a), []);
}

/** Twice the signed area of a triangle; positive if it runs clockwise. */
const turn = (a: Point, b: Point, c: Point): number =>
  (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

/** The corners of the largest four-sided figure between points, clockwise from the upper left. */
function largestFourSided(points: readonly Point[]): readonly [Point, Point, Point, Point] {
  const most = (key: (point: Point) => number): Point =>
    points.reduce((a, b) => (key(b) > key(a) ? b : a), points[0] ?? { x: 0, y: 0 });
  let [a, b] = [most(({ x, y }) => -x - y), most(({ x, y }) => x - y)];
  let [c, d] = [most(({ x, y }) => x + y), most(({ x, y }) => y - x)];
  // Two opposite corners move to where they enclose most, then the other two.
  for (let step = 0; step < 8; step++) {
    [b, d] = [most((point) => -turn(a, c, point)), most((point) => turn(a, c, point))];
    [a, c] = [most((point) => turn(b, d, point)), most((point) => -turn(b, d, point))];
  }
  return [a, b, c, d];
}
