import {
  abs,
  add,
  mean,
  mul,
  slice,
  square,
  sub,
  tidy,
  type Scalar,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { assertGrid } from '../checks/assert-field.js';
import { ShapeError } from '../errors.js';

/**
 * The bending energy of a sampling grid: 0 for every affine map, and the larger the more the grid is
 * bent. A term to keep a registration smooth (Rueckert et al., 1999, equation 2).
 *
 * Convention: the mean over the grid's inner points, items and both coordinates of
 * `(∂²/∂x²)² + (∂²/∂y²)² + 2 (∂²/∂x∂y)²`, where x and y are the output's normalised coordinates,
 * so that the number does not depend on the output size.
 *
 * @param grid `[batch, outHeight, outWidth, 2]`, normalised; at least 3 × 3 points
 * @returns a scalar, differentiable in the grid
 * @throws ShapeError, DTypeError, DisposedError
 */
export function bendingEnergy(grid: Tensor4D): Scalar {
  assertGrid('bendingEnergy', 'grid', grid);
  const [, height, width] = assertPoints('bendingEnergy', grid, 3);
  return tidy(() => {
    const [perX, perY] = [width / 2, height / 2];
    const inner = (x: Tensor4D, axis: 1 | 2): Tensor4D => part(x, axis, 1, -2);
    const alongX = mul(inner(secondDifference(grid, 2), 1), perX * perX);
    const alongY = mul(inner(secondDifference(grid, 1), 2), perY * perY);
    const mixed = mul(centralDifference(centralDifference(grid, 2), 1), (perX * perY) / 4);
    return mean(add(add(square(alongX), square(alongY)), mul(square(mixed), 2)));
  });
}

/**
 * The total variation of a displacement: the mean distance between neighbours. A term to keep a flow
 * smooth that allows for sharp edges (Rudin, Osher and Fatemi, 1992; the anisotropic form).
 *
 * Convention: the mean of `|difference|` to the next column, plus that to the next row. 0 along an
 * axis of one point.
 *
 * @param displacement `[batch, outHeight, outWidth, 2]`, in any unit
 * @returns a scalar in the same unit, differentiable in the displacement
 * @throws ShapeError, DTypeError, DisposedError
 */
export function totalVariation(displacement: Tensor4D): Scalar {
  assertGrid('totalVariation', 'displacement', displacement);
  assertPoints('totalVariation', displacement, 1);
  return tidy(() => {
    const along = (axis: 1 | 2): Tensor =>
      displacement.shape[axis] > 1
        ? mean(abs(sub(part(displacement, axis, 1, -1), part(displacement, axis, 0, -1))))
        : mul(mean(displacement), 0);
    return add<Scalar>(along(2), along(1));
  });
}

function assertPoints(operation: string, x: Tensor4D, least: number): Tensor4D['shape'] {
  const [batch, height, width] = x.shape;
  if (batch > 0 && height >= least && width >= least) return x.shape;
  throw new ShapeError(operation, `it takes at least ${least} × ${least} points`, x.shape);
}

/** `size + change` entries along an axis, from `start` on. */
function part(x: Tensor4D, axis: 1 | 2, start: number, change: number): Tensor4D {
  const begin: [number, number, number, number] = [0, 0, 0, 0];
  const size: [number, number, number, number] = [...x.shape];
  begin[axis] = start;
  size[axis] += change;
  return slice(x, begin, size);
}

function centralDifference(x: Tensor4D, axis: 1 | 2): Tensor4D {
  return sub(part(x, axis, 2, -2), part(x, axis, 0, -2));
}

function secondDifference(x: Tensor4D, axis: 1 | 2): Tensor4D {
  const sides: Tensor4D = add(part(x, axis, 2, -2), part(x, axis, 0, -2));
  return sub(sides, mul(part(x, axis, 1, -2), 2));
}
