import { describeValue } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

/** The options shared by the thin-plate-spline transforms. JSON, like every config. */
export interface SplineOptions {
  /**
   * λ, not negative. With 0, the default, the spline interpolates the points; larger values reduce
   * bending, with an affine transformation as the limit. Added to the diagonal of the system, like `smoothing` of
   * SciPy's RBFInterpolator; distances are in normalised coordinates.
   */
  readonly regularization?: number;
  /**
   * With n, fixes the image's border at its corners and at n - 1 points along each edge: 4n points,
   * evenly spaced. Default none.
   */
  readonly boundaryPins?: number;
}

/** Validates λ; default 0. */
export function readRegularization(operation: string, regularization: unknown = 0): number {
  if (typeof regularization === 'number' && regularization >= 0 && regularization < Infinity) {
    return regularization;
  }
  throw new OptionError(
    operation,
    `regularization must be a number of at least 0, got ${describeValue(regularization)}`,
  );
}
