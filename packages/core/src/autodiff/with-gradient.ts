import {
  customGrad,
  mul,
  tidy,
  zeros,
  zerosLike,
  type GradSaveFunc,
  type Tensor,
} from '@tensorflow/tfjs-core';

import { isRecording } from './reads-tensors.js';

/** An op of one input whose gradient is written out. */
interface OpWithGradient {
  readonly value: Tensor;
  /** Constants that the gradient needs; they stay alive for it. */
  readonly saved: Tensor[];
  readonly gradient: (dy: Tensor, saved: Tensor[]) => Tensor;
}

/** Runs an op off the tape and puts its written-out gradient there instead. */
export function withGradient<T extends Tensor>(x: Tensor, op: (x: Tensor) => OpWithGradient): T {
  // To open a tape that nothing reads takes longer than a small op.
  if (!isRecording()) return tidy(() => op(x).value as T);
  const run = customGrad((input, save) => {
    const { value, saved, gradient } = op(input as Tensor);
    (save as GradSaveFunc)(saved);
    return { value, gradFunc: gradient };
  });
  return run(x) as T;
}

/** A value and its derivative w.r.t. the input, both constants to the tape. */
export interface ValueAndDerivative {
  readonly value: Tensor;
  readonly derivative: Tensor;
}

/**
 * A function whose derivative is piecewise constant (flooring, clamping, reflecting), given by its
 * value and its derivative.
 */
export function withDerivative(x: Tensor, compute: (x: Tensor) => ValueAndDerivative): Tensor {
  return withGradient(x, (input) => {
    const { value, derivative } = compute(input);
    return { value, saved: [derivative], gradient: (dy, [factor]) => mul(dy, factor as Tensor) };
  });
}

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
