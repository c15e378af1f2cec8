import { engine, zerosLike, type Tensor } from '@tensorflow/tfjs-core';

/** The gradient of `f` at `x`, weighted with `dy`; 0 where `f` does not depend on `x`. */
export function vectorJacobian<T extends Tensor>(f: (x: T) => Tensor, x: T, dy: Tensor): T {
  const allowNoGradients = true;
  const { grads, value } = engine().gradients(() => f(x), [x], dy, allowNoGradients);
  value.dispose();
  const gradient: Tensor | null | undefined = grads[0];
  return (gradient ?? zerosLike(x)) as T;
}
