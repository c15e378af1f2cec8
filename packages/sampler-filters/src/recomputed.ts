import type { NamedTensorMap, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { SamplingField } from '@tfjs-stn/core';
import { fieldTensors, recomputed as recompute, withFieldTensors } from '@tfjs-stn/core/~internal';

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
  const inputs = Object.values(tensors);
  return recompute(run, [
    {
      input: image,
      saved: inputs,
      gradient: (dy, saved) => gradients.byImage(dy as Tensor4D, rebuild(saved)),
    },
    ...names.map((name, index) => ({
      input: inputs[index] as Tensor,
      saved: [image, ...inputs],
      gradient: (dy: Tensor, [savedImage, ...saved]: Tensor[]) =>
        gradients.byField(dy as Tensor4D, savedImage as Tensor4D, rebuild(saved), name),
    })),
  ]) as Tensor4D;
}
