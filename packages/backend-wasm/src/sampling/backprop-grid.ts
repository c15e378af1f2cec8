import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tasks } from '@tfjs-stn/kernels';

import type { KernelMemory } from '../runtime/kernel-memory.js';
import { gridSource } from './grid-source.js';
import { sampleBatch, scratchSize, type SamplingCall } from './sampling-call.js';

/** The gradient by the grid; a grid that served the whole batch gathers all of its gradients. */
export function backpropGrid(
  memory: KernelMemory,
  call: SamplingCall,
  dy: TensorInfo,
  image: TensorInfo,
): TensorInfo {
  const size = call.field.shape.reduce((product, length) => product * length, 1);
  return memory.run({
    inputs: [dy, image, call.field],
    outputShape: call.field.shape,
    scratchBytes: scratchSize(call),
    execute(workspace) {
      const [output = 0, imageAddress = 0, field = 0] = workspace.inputs;
      new Float32Array(workspace.buffer, workspace.output, size).fill(0);
      sampleBatch(gridSource, tasks.backpropField, call, workspace, {
        image: imageAddress,
        field,
        output,
        fieldGradient: workspace.output,
        fieldGradientBytes: gridSource.fieldBytes(call),
      });
    },
  });
}
