/**
 * The radial function of the thin plate, U(r) = r² log r with U(0) = 0 (Duchon, 1977).
 *
 * @param squared r², the squared distance
 */
export function thinPlate(squared: number): number {
  return squared === 0 ? 0 : 0.5 * squared * Math.log(squared);
}

/**
 * Where a spline takes a point, in float64.
 *
 * @param points `[K, 2]`, row-major (x, y)
 * @param coefficients `[2, K + 3]`, those of each axis in a row
 */
export function splineAt(
  points: Float64Array,
  coefficients: Float64Array,
  x: number,
  y: number,
): readonly [number, number] {
  const count = points.length / 2;
  const second = count + 3;
  let bentX = 0;
  let bentY = 0;
  for (let j = 0; j < count; j++) {
    const dx = x - (points[2 * j] as number);
    const dy = y - (points[2 * j + 1] as number);
    const term = thinPlate(dx * dx + dy * dy);
    bentX += term * (coefficients[j] as number);
    bentY += term * (coefficients[second + j] as number);
  }
  const straight = (at: number): number =>
    (coefficients[at] as number) +
    (coefficients[at + 1] as number) * x +
    (coefficients[at + 2] as number) * y;
  return [bentX + straight(count), bentY + straight(second + count)];
}
