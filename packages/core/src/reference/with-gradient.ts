import { customGrad, type GradSaveFunc, type Tensor } from '@tensorflow/tfjs-core';

/** An op of one input whose gradient is written out. */
export interface OpWithGradient {
  readonly value: Tensor;
  /** Constants that the gradient needs; they stay alive for it. */
  readonly saved: Tensor[];
  readonly gradient: (dy: Tensor, saved: Tensor[]) => Tensor;
}

/** Runs an op off the tape and puts its written-out gradient there instead. */
export function withGradient<T extends Tensor>(x: Tensor, op: (x: Tensor) => OpWithGradient): T {
  const run = customGrad((input, save) => {
    const { value, saved, gradient } = op(input as Tensor);
    (save as GradSaveFunc)(saved);
    return { value, gradFunc: gradient };
  });
  return run(x) as T;
}
