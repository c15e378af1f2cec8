import { engine, zerosLike, type Tensor } from '@tensorflow/tfjs-core';

/**
 * The vector-Jacobian product of `f` at `x` with `dy`; 0 where `f` does not depend on `x`. Unlike
 * `tf.grad`, it can be called while tfjs runs its tape backwards: in a written-out gradient that
 * must be differentiable in turn, or inside a kernel.
 *
 * @param f made of differentiable ops
 * @param dy in the shape of `f(x)`
 * @returns in the shape of `x`, differentiable if `f` is twice
 */
export function vectorJacobian<T extends Tensor>(f: (x: T) => Tensor, x: T, dy: Tensor): T {
  const allowNoGradients = true;
  const { state } = engine();
  // When the innermost gradient is done, tfjs drops its tape, as if it were the only one: the tape
  // of the surrounding gradient must be restored.
  const { activeTape, gradientDepth, kernelDepth } = state;
  // Inside a kernel tfjs records nothing, and what is recorded here is not the surrounding tape's.
  if (kernelDepth > 0) Object.assign(state, { gradientDepth: 0, kernelDepth: 0 });
  try {
    const { grads, value } = engine().gradients(() => f(x), [x], dy, allowNoGradients);
    value.dispose();
    const gradient: Tensor | null | undefined = grads[0];
    return (gradient ?? zerosLike(x)) as T;
  } finally {
    Object.assign(state, { activeTape, gradientDepth, kernelDepth });
  }
}
