import type { TransformDefinition } from '@tfjs-stn/core';
import { TensorCache, coefficientsOf, withIdentityTerms } from '@tfjs-stn/core/~internal';

import type { SplineLayout } from '../config/spline-layout.js';
import { SplineSystem } from '../spline/spline-system.js';
import { splineBasis, type FixedPart } from './spline-basis.js';

/** The number of output sizes whose basis is cached. */
const cachedSizes = 4;

/**
 * A thin-plate spline as a transform. The system is solved here, once; the basis of an output size is
 * computed at its first use.
 *
 * @param moves whether θ holds input positions of the points, or their displacements
 */
export function splineTransform(
  operation: string,
  { free, held, regularization }: SplineLayout,
  moves: 'positions' | 'displacements',
): TransformDefinition {
  const movable = free.length / 2;
  const fixedPart = moves === 'displacements' ? pixelItself : heldPart(movable, held);
  const spline = {
    system: new SplineSystem(Float64Array.from([...free, ...held]), regularization),
    movable,
    fixedPart,
  };
  const cache = new TensorCache(cachedSizes);
  const coefficients = fixedPart ? withIdentityTerms : coefficientsOf;
  return {
    paramCount: free.length,
    identity: Array.from(free, (coordinate) => (moves === 'positions' ? coordinate : 0)),
    field: (theta, { outputSize, alignCorners }) => ({
      kind: 'basis',
      basis: cache.get(`${outputSize.join('x')} ${alignCorners}`, () =>
        splineBasis(operation, spline, outputSize, alignCorners),
      ),
      coefficients: coefficients(theta),
      outputSize,
      alignCorners,
    }),
    dispose: () => cache.dispose(),
  };
}

/** Displacements are added to the pixel's own position; those of fixed points are 0. */
const pixelItself: FixedPart = (x, y) => [x, y];

/** The contribution of the fixed points to positions. */
function heldPart(movable: number, held: Float64Array): FixedPart | undefined {
  if (held.length === 0) return undefined;
  return (_x, _y, cardinal) => {
    const sum: [number, number] = [0, 0];
    for (let pin = 0; 2 * pin < held.length; pin++) {
      const weight = cardinal[movable + pin] as number;
      sum[0] += weight * (held[2 * pin] as number);
      sum[1] += weight * (held[2 * pin + 1] as number);
    }
    return sum;
  };
}
