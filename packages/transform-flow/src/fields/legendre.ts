/**
 * Legendre polynomials at a point, by P(n+1) = ((2n + 1) x P(n) - n P(n-1)) / (n + 1).
 *
 * @returns P0 … Pdegree
 */
export function legendre(degree: number, x: number): Float64Array {
  const values = new Float64Array(degree + 1);
  values[0] = 1;
  if (degree > 0) values[1] = x;
  for (let n = 1; n < degree; n++) {
    const [before, last] = [values[n - 1] as number, values[n] as number];
    values[n + 1] = ((2 * n + 1) * x * last - n * before) / (n + 1);
  }
  return values;
}
