import {
  add,
  customGrad,
  reshape,
  tidy,
  type GradSaveFunc,
  type Tensor,
} from '@tensorflow/tfjs-core';

/** Runs without the tape: no gradient finds its way back. */
export function offTape<T extends Tensor>(run: () => T): T {
  // What an op without inputs does is not on the tape.
  return customGrad(() => ({ value: run(), gradFunc: () => [] }))();
}

/** How the gradient of one input is computed. */
export interface InputGradient {
  readonly input: Tensor;
  /** What it needs in the backward pass: tfjs keeps it, on wasm as a copy. */
  readonly saved: readonly Tensor[];
  /** Weighted with `dy`, in ops that are differentiable in that and in what is saved. */
  readonly gradient: (dy: Tensor, saved: readonly Tensor[]) => Tensor;
}

/**
 * A result of which nothing else is kept for the backward pass: the gradients compute again what they
 * need. Only those that are asked for run.
 */
export function recomputed(run: () => Tensor, gradients: readonly InputGradient[]): Tensor {
  const value = offTape(run);
  // An op for every input, since tfjs asks an op for the gradients of all its inputs.
  const branches = gradients.map(({ input, saved, gradient }) => {
    const branch = customGrad((_, save) => {
      (save as GradSaveFunc)([...saved]);
      return { value: same(value), gradFunc: gradient };
    });
    return branch(input);
  });
  const join = customGrad(() => ({
    value: same(value),
    gradFunc: (dy: Tensor) => branches.map(() => same(dy)),
  }));
  return join(...branches);
}

/** Another tensor with the same memory, which on wasm `clone` has not. */
function same(x: Tensor): Tensor {
  return reshape(x, x.shape);
}

/** Adds a term to a sum, and lets go of both as soon as they are added. */
export function plus<T extends Tensor>(sum: T | undefined, term: () => T): T {
  if (sum === undefined) return tidy(term);
  const next = tidy(() => add<T>(sum, term()));
  sum.dispose();
  return next;
}
