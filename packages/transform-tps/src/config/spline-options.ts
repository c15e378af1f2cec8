/** What the thin-plate-spline families have in common. JSON, like every config. */
export interface SplineOptions {
  /**
   * λ, not negative. 0, the default, goes through the points; more bends less, up to an affine
   * transformation at infinity. Added to the diagonal of the system as it is, like `smoothing` of
   * SciPy's RBFInterpolator; distances are in normalised coordinates.
   */
  readonly regularization?: number;
  /**
   * Holds the image's border in place at its corners and at n - 1 points along each edge, n being
   * this number: 4n points, evenly spaced. Default none.
   */
  readonly boundaryPins?: number;
}
