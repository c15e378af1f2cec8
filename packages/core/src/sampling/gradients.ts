import {
  getGradient,
  registerGradient,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { fieldTensors, withFieldTensors, type SamplingField } from '../contracts/sampling-field.js';
import {
  backpropField,
  backpropFieldReference,
  backpropImage,
  sampleField,
  vectorJacobian,
} from './sample.js';
import { fieldKernels, type FieldKernels, type SamplingAttributes } from './sampling-kernels.js';

/** Thunks, so that tfjs computes only the gradients that are asked for. */
interface NamedGradientMap {
  [inputName: string]: () => Tensor;
}

/** Tells tfjs how to differentiate the kernels, twice. Does nothing the second time. */
export function registerGradients(): void {
  if (getGradient(fieldKernels.grid.forward)) return;
  for (const kernels of Object.values(fieldKernels)) {
    registerForwardGradient(kernels);
    registerBackpropImageGradient(kernels);
    registerBackpropFieldGradient(kernels);
  }
}

function registerForwardGradient(kernels: FieldKernels): void {
  registerGradient({
    kernelName: kernels.forward,
    inputsToSave: ['image', ...kernels.inputs],
    gradFunc: (upstream, [image, ...tensors], attrs) => {
      const dy = upstream as Tensor4D;
      const { field, sampling } = rebuild(kernels, tensors, attrs);
      const U = image as Tensor4D;
      return {
        image: () => backpropImage(dy, field, sampling, U.shape),
        ...fieldGradients(kernels, dy, U, field, sampling),
      };
    },
  });
}

function registerBackpropImageGradient(kernels: FieldKernels): void {
  registerGradient({
    kernelName: kernels.backpropImage,
    inputsToSave: ['dy', ...kernels.inputs],
    gradFunc: (upstream, [dy, ...tensors], attrs) => {
      // ⟨g, backprop(dy)⟩ = ⟨sample(g), dy⟩: sampling without fill is linear in the image.
      const g = upstream as Tensor4D;
      const { field, sampling } = rebuild(kernels, tensors, attrs);
      const linear = { ...sampling, fillValue: 0 };
      return {
        dy: () => sampleField(g, field, linear),
        ...fieldGradients(kernels, dy as Tensor4D, g, field, linear),
      };
    },
  });
}

/** The mixed second derivatives, through the reference. */
function registerBackpropFieldGradient(kernels: FieldKernels): void {
  registerGradient({
    kernelName: kernels.backpropField,
    inputsToSave: ['dy', 'image', ...kernels.inputs],
    gradFunc: (upstream, [savedDy, savedImage, ...tensors], attrs) => {
      const g = upstream as Tensor;
      const dy = savedDy as Tensor4D;
      const image = savedImage as Tensor4D;
      const { field, sampling } = rebuild(kernels, tensors, attrs);
      const first = (d: Tensor4D, u: Tensor4D, f: SamplingField): Tensor =>
        backpropFieldReference(d, u, f, kernels.trainable, sampling);
      const gradients: NamedGradientMap = {
        dy: () => vectorJacobian((d) => first(d, image, field), dy, g),
        image: () => vectorJacobian((u) => first(dy, u, field), image, g),
      };
      for (const [name, tensor] of Object.entries(fieldTensors(field))) {
        const at = (x: Tensor): SamplingField => withFieldTensors(field, { [name]: x });
        gradients[name] = () => vectorJacobian((x) => first(dy, image, at(x)), tensor, g);
      }
      return gradients;
    },
  });
}

/** One entry for each of the field's tensors; only the trainable one has a kernel. */
function fieldGradients(
  kernels: FieldKernels,
  dy: Tensor4D,
  image: Tensor4D,
  field: SamplingField,
  sampling: Rebuilt['sampling'],
): NamedGradientMap {
  return Object.fromEntries(
    kernels.inputs.map((name) => [
      name,
      name === kernels.trainable
        ? () => backpropField(dy, image, field, sampling)
        : () => backpropFieldReference(dy, image, field, name, sampling),
    ]),
  );
}

interface Rebuilt {
  readonly field: SamplingField;
  readonly sampling: Pick<SamplingAttributes, 'sampler' | 'padding' | 'fillValue'>;
}

function rebuild(kernels: FieldKernels, tensors: Tensor[], attrs: NamedAttrMap): Rebuilt {
  const { sampler, padding, fillValue, ...geometry } = attrs as unknown as SamplingAttributes;
  const { outputSize, alignCorners } = geometry;
  const inputs: NamedTensorMap = {};
  kernels.inputs.forEach((name, index) => (inputs[name] = tensors[index] as Tensor));
  const field = { kind: kernels.kind, outputSize, alignCorners, ...inputs };
  return { field: field as unknown as SamplingField, sampling: { sampler, padding, fillValue } };
}
