import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import * as names from '@tfjs-stn/core/kernels';

import type { FindKernelMemory, KernelJob } from '../kernel-memory.js';
import { assertProblem } from './assert-problem.js';
import { backpropField } from './backprop-field.js';
import { backpropImage } from './backprop-image.js';
import { forward } from './forward.js';
import type { KernelField, SamplingProblem } from './sampling-problem.js';

/** Names of the samplers that the kernels are fast for. */
export const fastSamplers: readonly string[] = ['nearest', 'bilinear', 'bicubic'];

/** The name under which a kernel gets a field's tensor. */
const sourceNames = { homography: 'matrix', grid: 'grid', basis: 'coefficients' } as const;

type MakeJob = (problem: SamplingProblem, dyOrImage: TensorInfo, image: TensorInfo) => KernelJob;

/** The sampling kernels under the names that core knows them by. */
export function samplingKernels(find: FindKernelMemory): { readonly [name: string]: KernelFunc } {
  const kernel = (
    name: string,
    kind: KernelField['kind'],
    makeJob: MakeJob,
  ): { readonly [name: string]: KernelFunc } => ({
    [name]: ({ inputs, attrs, backend }) => {
      const { image, dy, basis } = inputs;
      const attributes = attrs as unknown as names.BackpropImageAttributes;
      const source = inputs[sourceNames[kind]] as TensorInfo;
      const problem: SamplingProblem = {
        name,
        attributes,
        imageShape: attributes.imageShape ?? (image as TensorInfo).shape,
        field: basis ? { kind, source, basis } : { kind, source },
      };
      assertProblem(problem, inputs);
      return find(backend).run(makeJob(problem, (dy ?? image) as TensorInfo, image as TensorInfo));
    },
  });
  return {
    ...kernel(names.StnGridSample, 'grid', forward),
    ...kernel(names.StnGridSampleBackpropImage, 'grid', backpropImage),
    ...kernel(names.StnGridSampleBackpropGrid, 'grid', backpropField),
    ...kernel(names.StnHomographyWarp, 'homography', forward),
    ...kernel(names.StnHomographyWarpBackpropImage, 'homography', backpropImage),
    ...kernel(names.StnHomographyWarpBackpropMatrix, 'homography', backpropField),
    ...kernel(names.StnBasisWarp, 'basis', forward),
    ...kernel(names.StnBasisWarpBackpropImage, 'basis', backpropImage),
    ...kernel(names.StnBasisWarpBackpropCoefficients, 'basis', backpropField),
  };
}
