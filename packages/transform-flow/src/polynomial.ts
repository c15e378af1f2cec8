import { type TransformFactory, defineTransform } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';
import { assertKnownOptions, coefficientsOf, describeValue } from '@tfjs-stn/core/~internal';

import { basisColumns, basisTransform } from './basis-transform.js';

/** A polynomial in x and y. */
export interface PolynomialConfig {
  /** The total degree, from 1 to 64: 1 is affine, 2 has 6 terms, 3 has 10. */
  readonly degree: number;
}

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    polynomial: PolynomialConfig;
  }
}

/** A basis of 2145 terms. */
const mostDegree = 64;

/**
 * Input coordinates that are polynomials in the output's (Jaderberg et al., 2015, section 3.2, with
 * Legendre polynomials as the basis). For lens distortion and the like.
 *
 * Convention: the terms are products of Legendre polynomials Pi(x) · Pj(y) with i + j up to the
 * degree, in order of i + j and then of falling i: 1, x, y, P2(x), xy, P2(y), … They are orthogonal
 * on [-1, 1]² and never larger than 1, so that θ's components weigh alike, which powers of x and y do
 * not. θ holds an (x, y) pair of coefficients for each term: `[x1 y1 x2 y2 …]`. The identity is x for
 * the second term and y for the third, 0 otherwise. Differentiable in θ, as often as you like.
 *
 * The basis of the last four output sizes is cached, and `dispose()` releases it; a field
 * becomes invalid after four more output sizes.
 *
 * @throws OptionError if the config has another key, or the degree is no whole number from 1 to 64;
 *   `field` if the basis would take more than 2 GiB
 */
export const polynomial: TransformFactory<[config: PolynomialConfig]> =
  /* @__PURE__ */ defineTransform('polynomial', (config: PolynomialConfig) => {
    const degree = readDegree(config);
    const terms = termsOf(degree);
    const along = (at: number): Float64Array => legendre(degree, at);
    return basisTransform({
      identity: Array.from({ length: terms.length * 2 }, (_, i) => (i === 2 || i === 5 ? 1 : 0)),
      basis: (outputSize, alignCorners) =>
        basisColumns('polynomial', { x: along, y: along }, terms, false, outputSize, alignCorners),
      coefficients: coefficientsOf,
    });
  });

function readDegree(config: unknown): number {
  assertKnownOptions('polynomial', config, ['degree'], 'config');
  const { degree } = config as Record<string, unknown>;
  if (Number.isInteger(degree) && (degree as number) >= 1 && (degree as number) <= mostDegree) {
    return degree as number;
  }
  throw new OptionError(
    'polynomial',
    `degree must be a whole number from 1 to ${mostDegree}, got ${describeValue(degree)}`,
  );
}

function termsOf(degree: number): readonly (readonly [x: number, y: number])[] {
  return Array.from({ length: degree + 1 }, (_, total) =>
    Array.from({ length: total + 1 }, (_, j) => [total - j, j] as const),
  ).flat();
}

/**
 * Legendre polynomials at a point, by P(n+1) = ((2n + 1) x P(n) - n P(n-1)) / (n + 1).
 *
 * @returns P0 … Pdegree
 */
function legendre(degree: number, x: number): Float64Array {
  const values = new Float64Array(degree + 1);
  values[0] = 1;
  if (degree > 0) values[1] = x;
  for (let n = 1; n < degree; n++) {
    const [before, last] = [values[n - 1] as number, values[n] as number];
    values[n + 1] = ((2 * n + 1) * x * last - n * before) / (n + 1);
  }
  return values;
}
