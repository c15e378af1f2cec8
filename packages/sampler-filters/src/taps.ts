/** A side this little longer than a pixel is one of a rotation, rounded. */
const slack = 1e-3;

/** How many points a side of so many pixels is read at. */
export function tapCount(longestSide: number, maxTaps: number): number {
  return Math.min(maxTaps, Math.max(1, Math.ceil(longestSide - slack)));
}

/** Where along a side they lie: evenly from -1/2 to 1/2, one alone in the middle. */
export function tapPositions(count: number): number[] {
  if (count === 1) return [0];
  return Array.from({ length: count }, (_, index) => index / (count - 1) - 0.5);
}
