import {
  customGrad,
  mul,
  sign,
  slice,
  type GradSaveFunc,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

/**
 * Gives homographies the sign that puts the centre of the output in front of the horizon. The sign
 * is a constant as far as the tape is concerned; tfjs's own `sign` would be followed.
 *
 * @param entries `[batch, 9]`, row by row
 * @returns `[batch, 9]`, zeros where the centre lies on the horizon
 */
export function facingForward(entries: Tensor2D): Tensor2D {
  const flip = customGrad((input, save) => {
    const matrix = input as Tensor2D;
    const signs = sign(slice(matrix, [0, 8], [matrix.shape[0], 1]));
    (save as GradSaveFunc)([signs]);
    return {
      value: mul(matrix, signs),
      gradFunc: (dy: Tensor, saved: Tensor[]) => mul(dy, saved[0] as Tensor),
    };
  });
  return flip(entries) as Tensor2D;
}
