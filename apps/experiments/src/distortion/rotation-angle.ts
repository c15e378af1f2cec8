/**
 * The angle by which the 2×2 part of an affine θ turns, in degrees in (-180, 180]: that of the
 * rotation nearest to it.
 */
export function rotationAngle(theta: ArrayLike<number>): number {
  const [a11 = 0, a12 = 0, , a21 = 0, a22 = 0] = Array.from(theta);
  return (Math.atan2(a12 - a21, a11 + a22) * 180) / Math.PI;
}

/** The affine θ of doing `first`, then `second`: sampling through both, `second` nearest the output. */
export function composeThetas(first: ArrayLike<number>, second: ArrayLike<number>): number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = Array.from(first);
  const [g = 0, h = 0, i = 0, j = 0, k = 0, l = 0] = Array.from(second);
  return [
    a * g + b * j,
    a * h + b * k,
    a * i + b * l + c,
    d * g + e * j,
    d * h + e * k,
    d * i + e * l + f,
  ];
}
