import {
  matMul,
  reshape,
  tidy,
  transpose,
  type Rank,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

/**
 * Resizes along both axes by two products of matrices, whose gradient every backend has, unlike that
 * of `tf.image.resizeBilinear`.
 *
 * @param flow `[batch, height, width, 2]`
 * @param alongHeight `[outHeight, height]`
 * @param alongWidth `[outWidth, width]`
 * @returns `[batch, outHeight, outWidth, 2]`
 */
export function resizeFlow(flow: Tensor4D, alongHeight: Tensor2D, alongWidth: Tensor2D): Tensor4D {
  const [batch, height, width] = flow.shape;
  const [outHeight, outWidth] = [alongHeight.shape[0], alongWidth.shape[0]];
  return tidy(() => {
    const rows = reshape(transpose(flow, [1, 0, 2, 3]), [height, batch * width * 2]);
    const tall = reshape<Rank.R4>(matMul(alongHeight, rows), [outHeight, batch, width, 2]);
    const columns = reshape(transpose(tall, [2, 0, 1, 3]), [width, outHeight * batch * 2]);
    const wide = reshape<Rank.R4>(matMul(alongWidth, columns), [outWidth, outHeight, batch, 2]);
    return transpose(wide, [2, 1, 0, 3]);
  });
}
