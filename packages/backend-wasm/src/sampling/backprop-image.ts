import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tasks } from '@tfjs-stn/kernels';

import type { KernelMemory } from '../runtime/kernel-memory.js';
import { sampleBatch, scratchSize, type FieldSource, type SamplingCall } from './sampling-call.js';

/** The gradient by the image: every output pixel adds to the neighbours that it was made of. */
export function backpropImage(
  memory: KernelMemory,
  source: FieldSource,
  call: SamplingCall,
  dy: TensorInfo,
): TensorInfo {
  const size = call.imageShape.reduce((product, length) => product * length, 1);
  return memory.run({
    inputs: [dy, call.field],
    outputShape: call.imageShape,
    scratchBytes: scratchSize(call),
    execute(workspace) {
      const [output = 0, field = 0] = workspace.inputs;
      new Float32Array(workspace.buffer, workspace.output, size).fill(0);
      sampleBatch(source, tasks.backpropImage, call, workspace, {
        image: workspace.output,
        field,
        output,
        fieldGradient: 0,
        fieldGradientBytes: 0,
      });
    },
  });
}
