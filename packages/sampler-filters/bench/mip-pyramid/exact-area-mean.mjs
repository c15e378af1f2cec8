// The truth that samplers are held against, in float64 and without a sample: each output pixel is a
// square, the map makes a parallelogram of it, and the areas in which that meets the squares of the
// input's pixels are the weights of their mean. Outside of the image is 0.

/** @typedef {readonly [x: number, y: number]} Point in pixels, 0 at the image's edge */

/**
 * @param {object} shrunk
 * @param {{ readonly side: number, readonly data: ArrayLike<number> }} shrunk.image square, one channel
 * @param {readonly number[]} shrunk.theta `[a11 a12 tx a21 a22 ty]`
 * @param {readonly [height: number, width: number]} shrunk.outputSize
 * @returns {Float64Array} the output's pixels, row by row
 */
export function exactAreaMean({ image, theta, outputSize: [rows, columns] }) {
  const [a = 0, b = 0, tx = 0, c = 0, d = 0, ty = 0] = theta;
  const corner = (/** @type {number} */ column, /** @type {number} */ row) => {
    const [x, y] = [(2 * column) / columns - 1, (2 * row) / rows - 1];
    const half = image.side / 2;
    return /** @type {Point} */ ([
      (a * x + b * y + tx + 1) * half,
      (c * x + d * y + ty + 1) * half,
    ]);
  };
  return Float64Array.from({ length: rows * columns }, (_, index) => {
    const [column, row] = [index % columns, Math.floor(index / columns)];
    const [left, top] = [corner(column, row), corner(column + 1, row)];
    return meanOver(image, [left, top, corner(column + 1, row + 1), corner(column, row + 1)]);
  });
}

/**
 * @param {{ readonly side: number, readonly data: ArrayLike<number> }} image
 * @param {readonly Point[]} footprint
 */
function meanOver({ side, data }, footprint) {
  let total = 0;
  for (const [row, strip] of slices(footprint, 1, side)) {
    for (const [column, piece] of slices(strip, 0, side)) {
      total += area(piece) * (data[row * side + column] ?? NaN);
    }
  }
  return total / area(footprint);
}

/**
 * Cuts a convex polygon along the pixels of an axis.
 *
 * @param {readonly Point[]} polygon
 * @param {0 | 1} axis
 * @param {number} side of the image
 * @returns {[pixel: number, piece: Point[]][]}
 */
function slices(polygon, axis, side) {
  const places = polygon.map((point) => point[axis]);
  const first = Math.max(0, Math.floor(Math.min(...places)));
  const last = Math.min(side, Math.ceil(Math.max(...places)));
  return Array.from({ length: Math.max(0, last - first) }, (_, index) => {
    const pixel = first + index;
    return [pixel, cut(cut(polygon, axis, pixel, 1), axis, pixel + 1, -1)];
  });
}

/**
 * What of a convex polygon lies on one side of a line (Sutherland and Hodgman).
 *
 * @param {readonly Point[]} polygon
 * @param {0 | 1} axis
 * @param {number} at
 * @param {1 | -1} sign 1 keeps what is beyond the line, -1 what is before it
 */
function cut(polygon, axis, at, sign) {
  /** @type {Point[]} */
  const kept = [];
  polygon.forEach((point, index) => {
    const before = /** @type {Point} */ (polygon.at(index - 1));
    const [from, to] = [sign * (before[axis] - at), sign * (point[axis] - at)];
    if (from * to < 0) {
      const share = from / (from - to);
      const along = (/** @type {0 | 1} */ i) => before[i] + share * (point[i] - before[i]);
      kept.push([along(0), along(1)]);
    }
    if (to >= 0) kept.push(point);
  });
  return kept;
}

function area(/** @type {readonly Point[]} */ polygon) {
  const twice = polygon.reduce((sum, [x, y], index) => {
    const [fromX, fromY] = /** @type {Point} */ (polygon.at(index - 1));
    return sum + fromX * y - x * fromY;
  }, 0);
  return Math.abs(twice) / 2;
}
