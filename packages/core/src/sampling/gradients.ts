import {
  getGradient,
  registerGradient,
  type NamedAttrMap,
  type NamedTensorMap,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

import { vectorJacobian } from '../autodiff/vector-jacobian.js';
import { fieldTensors, withFieldTensors, type SamplingField } from '../contracts/sampling-field.js';
import { gradInputReference } from './reference/sample-reference.js';
import { gradField, gradImage, sampleField } from './sample.js';
import {
  samplingKernels,
  type SamplingAttributes,
  type SamplingProblem,
} from './sampling-kernels.js';

/** Thunks, so that tfjs computes only the gradients that are asked for. */
interface NamedGradientMap {
  [inputName: string]: () => Tensor;
}

/** Tells tfjs how to differentiate the kernels, twice. A second call does nothing. */
export function registerGradients(): void {
  if (getGradient(samplingKernels.grid.forward)) return;
  for (const kind of ['grid', 'homography', 'basis'] as const) {
    register(kind, 'forward', ['image'], (problem, dy, [image]) => ({
      image: () => gradImage(problem, dy as Tensor4D, image.shape),
      ...fieldGradients(problem, dy as Tensor4D, image),
    }));
    register(kind, 'gradImage', ['dy'], (problem, upstream, [dy]) => {
      // ⟨g, gradImage(dy)⟩ = ⟨sample(g), dy⟩: sampling without fill is linear in the image.
      const g = upstream as Tensor4D;
      const linear = { ...problem, fillValue: 0 };
      return { dy: () => sampleField(linear, g), ...fieldGradients(linear, dy, g) };
    });
    register(kind, 'gradField', ['dy', 'image'], mixedSecondGradients);
  }
}

/** One entry per tensor of the field; only the trainable one has a kernel. */
function fieldGradients(problem: SamplingProblem, dy: Tensor4D, image: Tensor4D): NamedGradientMap {
  const { inputs, trainable } = samplingKernels[problem.field.kind];
  return Object.fromEntries(
    inputs.map((name) => [
      name,
      name === trainable
        ? () => gradField(problem, dy, image)
        : () => gradInputReference(problem, name, dy, image),
    ]),
  );
}

/** The gradients of `gradField`, through the reference. */
function mixedSecondGradients(
  problem: SamplingProblem,
  g: Tensor,
  [dy, image]: readonly [Tensor4D, Tensor4D],
): NamedGradientMap {
  const { field } = problem;
  const { trainable } = samplingKernels[field.kind];
  const first = (d: Tensor4D, u: Tensor4D, at = problem): Tensor =>
    gradInputReference(at, trainable, d, u);
  const gradients: NamedGradientMap = {
    dy: () => vectorJacobian((d) => first(d, image), dy, g),
    image: () => vectorJacobian((u) => first(dy, u), image, g),
  };
  for (const [name, tensor] of Object.entries(fieldTensors(field))) {
    const at = (x: Tensor): SamplingProblem => ({
      ...problem,
      field: withFieldTensors(field, { [name]: x }),
    });
    gradients[name] = () => vectorJacobian((x) => first(dy, image, at(x)), tensor, g);
  }
  return gradients;
}

/**
 * Registers the gradient of one kernel.
 *
 * @param own the kernel's inputs before those of the field
 * @param gradients from the problem, the gradient that arrives, and the tensors named in `own`
 */
function register<const Own extends readonly string[]>(
  kind: SamplingField['kind'],
  pass: 'forward' | 'gradImage' | 'gradField',
  own: Own,
  gradients: (
    problem: SamplingProblem,
    upstream: Tensor,
    tensors: { readonly [Name in keyof Own]: Tensor4D },
  ) => NamedGradientMap,
): void {
  const { inputs, [pass]: kernelName } = samplingKernels[kind];
  registerGradient({
    kernelName,
    inputsToSave: [...own, ...inputs],
    gradFunc: (upstream, saved, attributes) => {
      const problem = problemOf(kind, saved.slice(own.length), attributes);
      const tensors = saved.slice(0, own.length) as { readonly [Name in keyof Own]: Tensor4D };
      return gradients(problem, upstream as Tensor, tensors);
    },
  });
}

/** The problem that a kernel was asked: tfjs keeps its inputs as a list, and its attributes. */
function problemOf(
  kind: SamplingField['kind'],
  saved: readonly Tensor[],
  attributes: NamedAttrMap,
): SamplingProblem {
  const { sampler, padding, fillValue, outputSize, alignCorners } = attributes as NamedAttrMap &
    SamplingAttributes;
  const tensors: NamedTensorMap = {};
  samplingKernels[kind].inputs.forEach((name, index) => (tensors[name] = saved[index] as Tensor));
  const field = { kind, outputSize, alignCorners, ...tensors } as SamplingField;
  return { field, sampler, padding, fillValue };
}
