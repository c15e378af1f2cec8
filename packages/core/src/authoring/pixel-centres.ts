/**
 * Normalised coordinates of the pixels along one axis: `(2i + 1) / size - 1`, with alignCorners
 * `2i / (size - 1) - 1`, and 0 where that has no meaning. In float64.
 */
export function pixelCentres(size: number, alignCorners: boolean): Float64Array {
  if (alignCorners && size === 1) return new Float64Array(1);
  const first = alignCorners ? 0 : 1;
  const span = alignCorners ? size - 1 : size;
  return Float64Array.from({ length: size }, (_, i) => (2 * i + first) / span - 1);
}
