/** How a digit is moved about before a net sees it; every range is uniform. */
export interface Distortion {
  /** Largest angle either way, in degrees. */
  readonly maxAngle: number;
  /** Smallest and largest magnification. */
  readonly scale: readonly [smallest: number, largest: number];
  /** Largest shift either way along each axis, in pixels. */
  readonly maxShift: number;
}
