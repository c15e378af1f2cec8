/**
 * The uniform cubic B-splines of one axis at a point of it: those of `count` control points, the
 * first and the last of them one spacing outside of [-1, 1]. At most four are not 0; they sum to 1.
 *
 * @param count at least 4
 */
export function cubicWeights(count: number, at: number): Float64Array {
  const spans = count - 3;
  const place = ((at + 1) * spans) / 2;
  // The last knot belongs to the last span.
  const span = Math.min(Math.floor(place), spans - 1);
  const t = place - span;
  const weights = new Float64Array(count);
  weights.set(
    [
      (1 - t) ** 3 / 6,
      (3 * t ** 3 - 6 * t ** 2 + 4) / 6,
      (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) / 6,
      t ** 3 / 6,
    ],
    span,
  );
  return weights;
}
