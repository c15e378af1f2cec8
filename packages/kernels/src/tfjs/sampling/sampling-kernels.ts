import { tidy, type KernelFunc, type Tensor, type TensorInfo } from '@tensorflow/tfjs-core';
import * as names from '@tfjs-stn/core/kernels';

import { samplerNumbers } from '../../abi.generated.js';
import type { KernelRunner, KernelTask, RunnerFor } from '../kernel-runner.js';
import { assertProblem } from './assert-problem.js';
import { forward } from './forward.js';
import { gradGrid } from './grad-grid.js';
import { gradImage } from './grad-image.js';
import { gradSummed } from './grad-summed.js';
import { matrixFromEntries } from './matrix-from-entries.js';
import {
  itemSize,
  outputShape,
  samplerNumber,
  type KernelField,
  type SamplingProblem,
} from './sampling-problem.js';
import { gradFieldSeparable, gradImageSeparable, sampleSeparable } from './separable.js';

/** Names of the samplers that have fast kernels. */
export const fastSamplers: readonly string[] = /* @__PURE__ */ Object.keys(samplerNumbers);

/** One pass: a task of a sampler that has a kernel, and what runs those of any other. */
interface Pass {
  task(problem: SamplingProblem, dyOrImage: TensorInfo, image: TensorInfo): KernelTask;
  separable(
    runner: KernelRunner,
    problem: SamplingProblem,
    dyOrImage: TensorInfo,
    image: TensorInfo,
  ): TensorInfo;
}

const passes = {
  forward: { task: forward, separable: sampleSeparable },
  gradImage: { task: (problem, dy) => gradImage(problem, dy), separable: gradImageSeparable },
  gradGrid: { task: gradGrid, separable: gradFieldSeparable },
  gradSummed: { task: gradSummed, separable: gradFieldSeparable },
} satisfies { readonly [name: string]: Pass };

/** The name under which a kernel gets a field's tensor. */
const sourceNames = { homography: 'matrix', grid: 'grid', basis: 'coefficients' } as const;

/** The sampling kernels under the names that core knows them by. */
export function samplingKernels(runnerFor: RunnerFor): { readonly [name: string]: KernelFunc } {
  const kernel = (
    name: string,
    kind: KernelField['kind'],
    pass: Pass,
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
      const runner = runnerFor(backend);
      const [first, second] = [(dy ?? image) as TensorInfo, image as TensorInfo];
      // Without points there are no weights either.
      const isSeparable = samplerNumber(attributes.sampler) === samplerNumbers.separable;
      return isSeparable && itemSize(outputShape(problem), 0) > 0
        ? tidy(() => pass.separable(runner, problem, first, second) as Tensor)
        : runner.run(pass.task(problem, first, second));
    },
  });
  return {
    ...kernel(names.StnGridSample, 'grid', passes.forward),
    ...kernel(names.StnGridSampleBackpropImage, 'grid', passes.gradImage),
    ...kernel(names.StnGridSampleBackpropGrid, 'grid', passes.gradGrid),
    ...kernel(names.StnHomographyWarp, 'homography', passes.forward),
    ...kernel(names.StnHomographyWarpBackpropImage, 'homography', passes.gradImage),
    ...kernel(names.StnHomographyWarpBackpropMatrix, 'homography', passes.gradSummed),
    ...kernel(names.StnBasisWarp, 'basis', passes.forward),
    ...kernel(names.StnBasisWarpBackpropImage, 'basis', passes.gradImage),
    ...kernel(names.StnBasisWarpBackpropCoefficients, 'basis', passes.gradSummed),
    [names.StnMatrixFromEntries]: matrixFromEntries(runnerFor),
  };
}
