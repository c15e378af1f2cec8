import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import * as names from '@tfjs-stn/core/kernels';

import { samplerNumbers } from '../../abi.generated.js';
import type { KernelTask, RunnerFor } from '../kernel-runner.js';
import { assertProblem } from './assert-problem.js';
import { forward } from './forward.js';
import { gradGrid } from './grad-grid.js';
import { gradImage } from './grad-image.js';
import { gradSummed } from './grad-summed.js';
import type { KernelField, SamplingProblem } from './sampling-problem.js';

/** Names of the samplers that have fast kernels. */
export const fastSamplers: readonly string[] = /* @__PURE__ */ Object.keys(samplerNumbers);

/** The name of the kernel's input for a field's tensor. */
const sourceNames = { homography: 'matrix', grid: 'grid', basis: 'coefficients' } as const;

type TaskOf = (problem: SamplingProblem, dyOrImage: TensorInfo, image: TensorInfo) => KernelTask;

/** The sampling kernels, by their names in core. */
export function samplingKernels(runnerFor: RunnerFor): { readonly [name: string]: KernelFunc } {
  const kernel = (
    name: string,
    kind: KernelField['kind'],
    taskOf: TaskOf,
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
      return runnerFor(backend).run(
        taskOf(problem, (dy ?? image) as TensorInfo, image as TensorInfo),
      );
    },
  });
  return {
    ...kernel(names.StnGridSample, 'grid', forward),
    ...kernel(names.StnGridSampleBackpropImage, 'grid', gradImage),
    ...kernel(names.StnGridSampleBackpropGrid, 'grid', gradGrid),
    ...kernel(names.StnHomographyWarp, 'homography', forward),
    ...kernel(names.StnHomographyWarpBackpropImage, 'homography', gradImage),
    ...kernel(names.StnHomographyWarpBackpropMatrix, 'homography', gradSummed),
    ...kernel(names.StnBasisWarp, 'basis', forward),
    ...kernel(names.StnBasisWarpBackpropImage, 'basis', gradImage),
    ...kernel(names.StnBasisWarpBackpropCoefficients, 'basis', gradSummed),
  };
}
