/**
 * The normalised affine map of one θ as a map between pixel coordinates, whose integers are pixel
 * centres, for an output of the image's own size: `[a11 a12 tx a21 a22 ty]`.
 */
export function pixelMatrix(theta: Float32Array, height: number, width: number): number[] {
  const [a = 1, b = 0, tx = 0, c = 0, d = 1, ty = 0] = theta;
  const row = (own: number, byX: number, byY: number, shift: number): number[] => {
    // n = (2p + 1) / size - 1 on the way in, p = ((n + 1) · own - 1) / 2 on the way out.
    const constant = ((byX * (1 / width - 1) + byY * (1 / height - 1) + shift + 1) * own - 1) / 2;
    return [(byX * own) / width, (byY * own) / height, constant];
  };
  return [...row(width, a, b, tx), ...row(height, c, d, ty)];
}
