import { customGrad, reshape, type GradSaveFunc, type Tensor } from '@tensorflow/tfjs-core';

/** The gradient w.r.t. one input of an op that is computed again. */
export interface RecomputedGradient {
  readonly input: Tensor;
  /** What it is computed from. */
  readonly saved: readonly Tensor[];
  /** Made of ops that are differentiable in what they take, for second derivatives. */
  gradient(dy: Tensor, saved: Tensor[]): Tensor;
}

/**
 * A value whose computation leaves nothing on the tape: its gradients compute again what they need.
 * Only those that are asked for run.
 */
export function recomputed(run: () => Tensor, gradients: readonly RecomputedGradient[]): Tensor {
  // What an op without inputs does is not on the tape.
  const value = customGrad(() => ({ value: run(), gradFunc: () => [] }))();
  // An op for every input, since tfjs asks an op for the gradients of all its inputs. None saves more
  // than it needs: tfjs may make a copy of that.
  const branches = gradients.map(({ input, saved, gradient }) =>
    customGrad((_, save) => {
      (save as GradSaveFunc)([...saved]);
      return { value: same(value), gradFunc: gradient };
    })(input),
  );
  const join = customGrad(() => ({
    value: same(value),
    gradFunc: (dy: Tensor) => branches.map(() => dy),
  }));
  return join(...branches);
}

/** Another tensor with the same memory, which on wasm `clone` may not have. */
function same(x: Tensor): Tensor {
  return reshape(x, x.shape);
}
