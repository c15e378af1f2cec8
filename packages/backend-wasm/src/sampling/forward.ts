import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tasks } from '@tfjs-stn/kernels';

import type { KernelMemory } from '../runtime/kernel-memory.js';
import {
  outputShape,
  sampleBatch,
  scratchSize,
  type FieldSource,
  type SamplingCall,
} from './sampling-call.js';

/** Samples `image` along the field. */
export function forward(
  memory: KernelMemory,
  source: FieldSource,
  call: SamplingCall,
  image: TensorInfo,
): TensorInfo {
  return memory.run({
    inputs: [image, call.field],
    outputShape: outputShape(call),
    scratchBytes: scratchSize(call),
    execute(workspace) {
      const [imageAddress = 0, field = 0] = workspace.inputs;
      sampleBatch(source, tasks.forward, call, workspace, {
        image: imageAddress,
        field,
        output: workspace.output,
        fieldGradient: 0,
        fieldGradientBytes: 0,
      });
    },
  });
}
