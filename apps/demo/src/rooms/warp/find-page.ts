import type { Pixels } from '../../engine/messages.js';
import type { Point } from './setting.js';

/** Longest side of the picture in which the page is looked for, in pixels. */
const SIZE = 200;
/** The least share of the picture that a page takes, and the largest. */
const AREA = [0.12, 0.97] as const;
/** The least share of the four-sided outline that is as bright as the page. */
const FILLED = 0.86;

/**
 * Finds the corners of a bright page on a darker ground: the largest bright region, if four straight
 * sides enclose little else.
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

function pageAbove(limit: number, small: Grey): readonly Point[] | undefined {
  const rows = rowsOf(largestRegion(small, limit), small);
  const corners = fourSides(convexHull(outlineOf(rows)));
  if (corners.length !== 4) return undefined;
  const { width, height } = small;
  const area = areaOf(corners);
  const share = area / (width * height);
  // With what is printed on it.
  const covered = [...rows.values()].reduce((sum, [first, last]) => sum + last + 1 - first, 0);
  if (share < AREA[0] || share > AREA[1] || covered / area < FILLED) return undefined;
  const points = corners.map(({ x, y }) => ({ x: (2 * x) / width - 1, y: (2 * y) / height - 1 }));
  // There the picture ends, not the page.
  if (points.some(({ x, y }) => Math.max(Math.abs(x), Math.abs(y)) > 0.985)) return undefined;
  return fromUpperLeft(points);
}

interface Grey {
  readonly width: number;
  readonly height: number;
  /** From 0 to 255. */
  readonly values: Float32Array;
}

/** The picture's brightness, as means over blocks. */
function brightness({ width, height, bytes }: Pixels): Grey {
  const step = Math.max(1, Math.ceil(Math.max(width, height) / SIZE));
  const [columns, rows] = [Math.floor(width / step), Math.floor(height / step)];
  const values = new Float32Array(columns * rows);
  for (let y = 0; y < rows * step; y++) {
    for (let x = 0; x < columns * step; x++) {
      const at = 4 * (y * width + x);
      const grey = 0.3 * (bytes[at] ?? 0) + 0.6 * (bytes[at + 1] ?? 0) + 0.1 * (bytes[at + 2] ?? 0);
      const block = Math.floor(y / step) * columns + Math.floor(x / step);
      values[block] = (values[block] ?? 0) + grey / step ** 2;
    }
  }
  return { width: columns, height: rows, values };
}

/** The threshold that separates dark from bright best (Otsu, 1979). */
function threshold(values: Float32Array): number {
  const counts = Array.from({ length: 256 }, () => 0);
  for (const value of values) counts[Math.min(255, Math.floor(value))]! += 1;
  const total = counts.reduce((sum, count, value) => sum + count * value, 0);
  let [best, found, below, sum] = [-1, 128, 0, 0];
  counts.forEach((count, value) => {
    below += count;
    sum += count * value;
    const above = values.length - below;
    if (below === 0 || above === 0) return;
    const between = below * above * (sum / below - (total - sum) / above) ** 2;
    if (between > best) [best, found] = [between, value];
  });
  return found;
}

/** The pixels of the largest connected bright region. */
function largestRegion({ width, height, values }: Grey, limit: number): number[] {
  const left = new Set([...values.keys()].filter((index) => (values[index] ?? 0) > limit));
  let largest: number[] = [];
  for (const start of left) {
    const region = [start];
    left.delete(start);
    // The region grows during the iteration.
    for (const at of region) {
      const [x, y] = [at % width, Math.floor(at / width)];
      const around = [
        ...(x > 0 ? [at - 1] : []),
        ...(x < width - 1 ? [at + 1] : []),
        ...(y > 0 ? [at - width] : []),
        ...(y < height - 1 ? [at + width] : []),
      ];
      region.push(...around.filter((next) => left.delete(next)));
    }
    if (region.length > largest.length) largest = region;
  }
  return largest;
}

/** The first and the last pixel of a region in every row. */
type Rows = ReadonlyMap<number, readonly [first: number, last: number]>;

function rowsOf(region: readonly number[], { width }: Grey): Rows {
  const rows = new Map<number, [first: number, last: number]>();
  for (const at of region) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const [first, last] = rows.get(y) ?? [x, x];
    rows.set(y, [Math.min(first, x), Math.max(last, x)]);
  }
  return rows;
}

/** The corners of the first and the last pixel of every row. */
function outlineOf(rows: Rows): Point[] {
  return [...rows].flatMap(([y, [first, last]]) => [
    { x: first, y },
    { x: first, y: y + 1 },
    { x: last + 1, y },
    { x: last + 1, y: y + 1 },
  ]);
}

/** Twice the signed area of a triangle; positive if it runs clockwise. */
function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/** The convex hull, clockwise (Andrew's monotone chain). */
function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  const chain = (ordered: readonly Point[]): Point[] => {
    const hull: Point[] = [];
    for (const point of ordered) {
      while (hull.length > 1 && turn(hull.at(-2)!, hull.at(-1)!, point) <= 0) hull.pop();
      hull.push(point);
    }
    return hull.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.toReversed())];
}

/** Prolongs the neighbours of one side after the other until they meet, the least addition first. */
function fourSides(hull: Point[]): Point[] {
  let corners = hull;
  while (corners.length > 4) {
    const at = (index: number): Point => corners.at(index % corners.length)!;
    const additions = corners.map((from, index) => {
      const [before, to, after] = [at(index + corners.length - 1), at(index + 1), at(index + 2)];
      const tip = meeting(before, from, to, after);
      return { index, tip, area: tip ? turn(from, tip, to) : Number.POSITIVE_INFINITY };
    });
    const { index, tip } = additions.reduce((a, b) => (b.area < a.area ? b : a));
    if (!tip) return [];
    const next = (index + 1) % corners.length;
    corners = corners.flatMap((point, position) =>
      position === index ? [tip] : position === next ? [] : [point],
    );
  }
  return corners;
}

/** Where a line through a and b meets one through d and c, beyond b and c. */
function meeting(a: Point, b: Point, c: Point, d: Point): Point | undefined {
  const [abx, aby, dcx, dcy] = [b.x - a.x, b.y - a.y, c.x - d.x, c.y - d.y];
  const across = abx * dcy - aby * dcx;
  const along = ((d.x - a.x) * dcy - (d.y - a.y) * dcx) / across;
  if (!(along >= 1)) return undefined;
  return { x: a.x + along * abx, y: a.y + along * aby };
}

function areaOf(corners: readonly Point[]): number {
  const [first = { x: 0, y: 0 }] = corners;
  return corners.reduce(
    (sum, point, index) =>
      sum + turn(first, point, corners[(index + 1) % corners.length] ?? first) / 2,
    0,
  );
}

/** Begins with the corner nearest to the picture's upper left one. */
function fromUpperLeft(corners: readonly Point[]): readonly Point[] {
  const sums = corners.map(({ x, y }) => x + y);
  const start = sums.indexOf(Math.min(...sums));
  return [...corners.slice(start), ...corners.slice(0, start)];
}
