import {
  concat,
  reshape,
  tensor3d,
  tidy,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

/** θ `[batch, 2K]` of (x, y) pairs as coefficients `[batch, K, 2]`. */
export function coefficientsOf(theta: Tensor2D): Tensor3D {
  const [batch, width] = theta.shape;
  return reshape(theta, [batch, width / 2, 2]);
}

/** The same, followed by the fixed coefficients (1, 0) and (0, 1) of two terms that hold the identity's x and y. */
export function withIdentityTerms(theta: Tensor2D): Tensor3D {
  const batch = theta.shape[0];
  return tidy(() => {
    const unit = Float32Array.from({ length: batch * 4 }, (_, i) => ((i % 4) % 3 === 0 ? 1 : 0));
    return concat([coefficientsOf(theta), tensor3d(unit, [batch, 2, 2])], 1);
  });
}
