import type { KernelFunc, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import * as names from '@tfjs-stn/core/kernels';

import type { FindKernelMemory } from '../runtime/kernel-memories.js';
import type { KernelMemory } from '../runtime/kernel-memory.js';
import { backpropGrid } from './backprop-grid.js';
import { backpropImage } from './backprop-image.js';
import { backpropMatrix } from './backprop-matrix.js';
import { forward } from './forward.js';
import { gridSource } from './grid-source.js';
import { homographySource } from './homography-source.js';
import type { SamplingCall } from './sampling-call.js';

/** Names of the samplers that the kernels are fast for. */
export const fastSamplers: readonly string[] = ['bilinear'];

type Run = (
  memory: KernelMemory,
  call: SamplingCall,
  dyOrImage: TensorInfo,
  image: TensorInfo,
) => TensorInfo;

/** The sampling kernels under the names that core knows them by. */
export function samplingKernels(find: FindKernelMemory): { readonly [name: string]: KernelFunc } {
  const kernel =
    (fieldName: string, run: Run): KernelFunc =>
    ({ inputs, attrs, backend }) => {
      const { image, dy, field } = pick(inputs, fieldName);
      const attributes = attrs as unknown as names.BackpropImageAttributes;
      const imageShape = attributes.imageShape ?? (image as TensorInfo).shape;
      const call: SamplingCall = { attributes, imageShape, field };
      return run(find(backend), call, (dy ?? image) as TensorInfo, image as TensorInfo);
    };
  return {
    [names.StnGridSample]: kernel('grid', (memory, call, image) =>
      forward(memory, gridSource, call, image),
    ),
    [names.StnGridSampleBackpropImage]: kernel('grid', (memory, call, dy) =>
      backpropImage(memory, gridSource, call, dy),
    ),
    [names.StnGridSampleBackpropGrid]: kernel('grid', backpropGrid),
    [names.StnHomographyWarp]: kernel('matrix', (memory, call, image) =>
      forward(memory, homographySource, call, image),
    ),
    [names.StnHomographyWarpBackpropImage]: kernel('matrix', (memory, call, dy) =>
      backpropImage(memory, homographySource, call, dy),
    ),
    [names.StnHomographyWarpBackpropMatrix]: kernel('matrix', backpropMatrix),
  };
}

function pick(
  inputs: NamedTensorInfoMap,
  fieldName: string,
): { image: TensorInfo | undefined; dy: TensorInfo | undefined; field: TensorInfo } {
  return { image: inputs['image'], dy: inputs['dy'], field: inputs[fieldName] as TensorInfo };
}
