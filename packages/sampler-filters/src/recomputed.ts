import {
  addN,
  customGrad,
  reshape,
  tidy,
  type GradSaveFunc,
  type NamedTensorMap,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import type { SamplingField } from '@tfjs-stn/core';
import { fieldTensors, withFieldTensors } from '@tfjs-stn/core/~internal';

/** Gradients of a sampled image, weighted with `dy`, in ops that are differentiable in what they take. */
export interface SampledGradients {
  byImage(dy: Tensor4D, field: SamplingField): Tensor;
  /** By one of the field's tensors. */
  byField(dy: Tensor4D, image: Tensor4D, field: SamplingField, name: string): Tensor;
}

/**
 * An image sampled along a field, linear in the image, of which nothing but the two is kept for the
 * backward pass: the gradients compute again what they need. Only those that are asked for run.
 */
export function recomputed(
  image: Tensor4D,
  field: SamplingField,
  run: () => Tensor4D,
  gradients: SampledGradients,
): Tensor4D {
  const tensors = fieldTensors(field);
  const names = Object.keys(tensors);
  const rebuild = (saved: readonly Tensor[]): SamplingField => {
    const pairs = names.map((name, index) => [name, saved[index]]);
    return withFieldTensors(field, Object.fromEntries(pairs) as NamedTensorMap);
  };
  // What an op without inputs does is not on the tape.
  const value = customGrad(() => ({ value: run(), gradFunc: () => [] }))();
  // An op for every input, since tfjs asks an op for the gradients of all its inputs. None saves more
  // than it needs: on wasm tfjs makes a copy of that.
  const branch = (
    input: Tensor,
    toSave: readonly Tensor[],
    gradFunc: (dy: Tensor, saved: Tensor[]) => Tensor,
  ): Tensor =>
    customGrad((_, save) => {
      (save as GradSaveFunc)([...toSave]);
      return { value: same(value), gradFunc };
    })(input);
  const inputs = Object.values(tensors);
  const byImage = branch(image, inputs, (dy, saved) =>
    gradients.byImage(dy as Tensor4D, rebuild(saved)),
  );
  const byField = names.map((name, index) =>
    branch(inputs[index] as Tensor, [image, ...inputs], (dy, [savedImage, ...saved]) =>
      gradients.byField(dy as Tensor4D, savedImage as Tensor4D, rebuild(saved), name),
    ),
  );
  const branches = [byImage, ...byField];
  const join = customGrad(() => ({
    value: same(value),
    gradFunc: (dy: Tensor) => branches.map(() => dy),
  }));
  return join(...branches) as Tensor4D;
}

/** Another tensor with the same memory, which on wasm `clone` has not. */
function same(x: Tensor): Tensor {
  return reshape(x, x.shape);
}

/** Adds a term to a sum, and lets go of both as soon as they are added. */
export function plus<T extends Tensor>(sum: T | undefined, term: () => T): T {
  if (sum === undefined) return tidy(term);
  // On cpu addN takes a third of the time of add.
  const next = tidy(() => addN<T>([sum, term()]));
  sum.dispose();
  return next;
}
