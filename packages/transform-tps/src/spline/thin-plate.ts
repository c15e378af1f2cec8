/**
 * The radial function of the thin plate, U(r) = r² log r with U(0) = 0 (Duchon, 1977).
 *
 * @param squared r², the squared distance
 */
export function thinPlate(squared: number): number {
  return squared === 0 ? 0 : 0.5 * squared * Math.log(squared);
}
