import {
  describeTransform,
  type TransformConformance,
  type TransformReference,
} from '@tfjs-stn/testing/vitest';
import {
  affine,
  affineExp,
  attention,
  rigid,
  rotation,
  scaling,
  shear,
  similarity,
  translation,
} from '@tfjs-stn/transform-affine';

type Reference = TransformReference;

function turned(angle: number, x: number, y: number): [number, number] {
  const radius = Math.hypot(x, y);
  const direction = Math.atan2(y, x) + angle;
  return [radius * Math.cos(direction), radius * Math.sin(direction)];
}

const ofAffine: Reference = (
  [a11 = NaN, a12 = NaN, tx = NaN, a21 = NaN, a22 = NaN, ty = NaN],
  x,
  y,
) => [a11 * x + a12 * y + tx, a21 * x + a22 * y + ty];

const ofSimilarity: Reference = ([logScale = NaN, angle = NaN, tx = NaN, ty = NaN], x, y) => {
  const [u, v] = turned(angle, x, y);
  return [Math.exp(logScale) * u + tx, Math.exp(logScale) * v + ty];
};

/** The point that flows along the velocity g · (x, y, 1) for a time of 1: the series, term by term. */
const ofAffineExp: Reference = ([a = NaN, b = NaN, c = NaN, d = NaN, e = NaN, f = NaN], x, y) => {
  let term = [x, y, 1];
  const sums = [x, y];
  for (let n = 1; n < 30; n++) {
    const [u = 0, v = 0, w = 0] = term;
    term = [(a * u + b * v + c * w) / n, (d * u + e * v + f * w) / n, 0];
    sums[0] = sums[0]! + term[0]!;
    sums[1] = sums[1]! + term[1]!;
  }
  return [sums[0]!, sums[1]!];
};

/** Declares the suite of every transform of this package. */
export function declareConformance(on: Pick<TransformConformance, 'backends' | 'hooks'>): void {
  for (const [factory, reference, spread] of [
    [affine, ofAffine, 0.5],
    [similarity, ofSimilarity, 0.5],
    [rigid, ([angle, tx, ty], x, y) => ofSimilarity([0, angle!, tx!, ty!], x, y, {}), 1],
    [rotation, ([angle], x, y) => ofSimilarity([0, angle!, 0, 0], x, y, {}), 1],
    [translation, ([tx = NaN, ty = NaN], x, y) => [x + tx, y + ty], 1],
    [scaling, ([sx = NaN, sy = NaN], x, y) => [sx * x, sy * y], 0.75],
    [attention, ([s = NaN, tx = NaN, ty = NaN], x, y) => [s * x + tx, s * y + ty], 0.5],
    [shear, ([kx = NaN, ky = NaN], x, y) => [x + kx * y, y + ky * (x + kx * y)], 0.75],
    [affineExp, ofAffineExp, 0.75],
  ] satisfies readonly (readonly [typeof affine, Reference, number])[]) {
    describeTransform(factory, { reference, spread, ...on });
  }
}
