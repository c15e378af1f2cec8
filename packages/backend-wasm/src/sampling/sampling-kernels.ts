import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import * as names from '@tfjs-stn/core/kernels';

import type { FindKernelMemory } from '../runtime/kernel-memories.js';
import type { KernelMemory } from '../runtime/kernel-memory.js';
import { backpropField } from './backprop-field.js';
import { backpropImage } from './backprop-image.js';
import { forward } from './forward.js';
import type { KernelField, SamplingProblem } from './sampling-problem.js';

/** Names of the samplers that the kernels are fast for. */
export const fastSamplers: readonly string[] = ['nearest', 'bilinear', 'bicubic'];

/** The name under which a kernel gets a field's tensor. */
const sourceNames = { homography: 'matrix', grid: 'grid', basis: 'coefficients' } as const;

type Run = (
  memory: KernelMemory,
  problem: SamplingProblem,
  dyOrImage: TensorInfo,
  image: TensorInfo,
) => TensorInfo;

/** The sampling kernels under the names that core knows them by. */
export function samplingKernels(find: FindKernelMemory): { readonly [name: string]: KernelFunc } {
  const kernel =
    (kind: KernelField['kind'], run: Run): KernelFunc =>
    ({ inputs, attrs, backend }) => {
      const { image, dy, basis } = inputs;
      const attributes = attrs as unknown as names.BackpropImageAttributes;
      const source = inputs[sourceNames[kind]] as TensorInfo;
      const problem: SamplingProblem = {
        attributes,
        imageShape: attributes.imageShape ?? (image as TensorInfo).shape,
        field: basis ? { kind, source, basis } : { kind, source },
      };
      return run(find(backend), problem, (dy ?? image) as TensorInfo, image as TensorInfo);
    };
  return {
    [names.StnGridSample]: kernel('grid', forward),
    [names.StnGridSampleBackpropImage]: kernel('grid', backpropImage),
    [names.StnGridSampleBackpropGrid]: kernel('grid', backpropField),
    [names.StnHomographyWarp]: kernel('homography', forward),
    [names.StnHomographyWarpBackpropImage]: kernel('homography', backpropImage),
    [names.StnHomographyWarpBackpropMatrix]: kernel('homography', backpropField),
    [names.StnBasisWarp]: kernel('basis', forward),
    [names.StnBasisWarpBackpropImage]: kernel('basis', backpropImage),
    [names.StnBasisWarpBackpropCoefficients]: kernel('basis', backpropField),
  };
}
