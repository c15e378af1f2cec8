/** A point in pixels, 0 at the image's edge. */
type Point = readonly [x: number, y: number];

/** A square image with one channel, and an affine map that makes it smaller. */
export interface Shrunk {
  readonly image: { readonly side: number; readonly data: ArrayLike<number> };
  /** `[a11 a12 tx a21 a22 ty]` */
  readonly theta: readonly number[];
  readonly outputSize: readonly [height: number, width: number];
}

/**
 * What shrinking an image should give, in float64 and without a sample: the map makes a parallelogram of
 * each output pixel, and the areas in which that meets the squares of the input's pixels are the weights
 * of their mean. Outside of the image is 0.
 */
export function exactAreaMean({ image, theta, outputSize: [rows, columns] }: Shrunk): Float64Array {
  const [a = 0, b = 0, tx = 0, c = 0, d = 0, ty = 0] = theta;
  const half = image.side / 2;
  const corner = (column: number, row: number): Point => {
    const [x, y] = [(2 * column) / columns - 1, (2 * row) / rows - 1];
    return [(a * x + b * y + tx + 1) * half, (c * x + d * y + ty + 1) * half];
  };
  return Float64Array.from({ length: rows * columns }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const [left, top] = [corner(column, row), corner(column + 1, row)];
    return meanOver(image, [left, top, corner(column + 1, row + 1), corner(column, row + 1)]);
  });
}

function meanOver({ side, data }: Shrunk['image'], footprint: readonly Point[]): number {
  let total = 0;
  for (const [row, strip] of slices(footprint, 1, side)) {
    for (const [column, piece] of slices(strip, 0, side)) {
      total += area(piece) * (data[row * side + column] ?? NaN);
    }
  }
  return total / area(footprint);
}

/** Cuts a convex polygon along the pixels of an axis. */
function slices(polygon: readonly Point[], axis: 0 | 1, side: number): [number, Point[]][] {
  const places = polygon.map((point) => point[axis]);
  const first = Math.max(0, Math.floor(Math.min(...places)));
  const last = Math.min(side, Math.ceil(Math.max(...places)));
  return Array.from({ length: Math.max(0, last - first) }, (_, index) => {
    const pixel = first + index;
    return [pixel, cut(cut(polygon, axis, pixel, 1), axis, pixel + 1, -1)];
  });
}

/** The part of a convex polygon beyond a line (1) or before it (-1), by Sutherland and Hodgman. */
function cut(polygon: readonly Point[], axis: 0 | 1, at: number, sign: 1 | -1): Point[] {
  const kept: Point[] = [];
  polygon.forEach((point, index) => {
    const before = polygon.at(index - 1) ?? point;
    const [from, to] = [sign * (before[axis] - at), sign * (point[axis] - at)];
    if (from * to < 0) {
      const share = from / (from - to);
      const along = (i: 0 | 1): number => before[i] + share * (point[i] - before[i]);
      kept.push([along(0), along(1)]);
    }
    if (to >= 0) kept.push(point);
  });
  return kept;
}

function area(polygon: readonly Point[]): number {
  const twice = polygon.reduce((sum, [x, y], index) => {
    const [fromX, fromY] = polygon.at(index - 1) ?? [0, 0];
    return sum + fromX * y - x * fromY;
  }, 0);
  return Math.abs(twice) / 2;
}
