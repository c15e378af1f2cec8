import {
  customGrad,
  zeros,
  zerosLike,
  type GradSaveFunc,
  type Tensor,
} from '@tensorflow/tfjs-core';

/**
 * A tensor without values, whose gradients are 0: on some backends tfjs's ops, or their gradients,
 * fail where there is nothing to do.
 *
 * @param shape with a 0
 * @param inputs what it would have been computed from
 * @returns a tensor that is differentiable in the inputs, twice
 */
export function emptyTensor<T extends Tensor>(shape: T['shape'], inputs: readonly Tensor[]): T {
  const empty = customGrad((...given) => {
    const save = given.pop() as GradSaveFunc;
    save(given as Tensor[]);
    return {
      value: zeros(shape),
      gradFunc: (_dy: Tensor, saved: Tensor[]) => saved.map((input) => zerosLike(input)),
    };
  });
  return empty(...inputs) as T;
}
