import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tasks } from '@tfjs-stn/kernels';

import type { KernelMemory } from '../runtime/kernel-memory.js';
import { homographySource } from './homography-source.js';
import { sampleBatch, scratchSize, type SamplingCall } from './sampling-call.js';

/** Nine float64 per matrix. */
const sumsBytes = 72;

/** The gradient by the matrices, summed in float64 and rounded once at the end. */
export function backpropMatrix(
  memory: KernelMemory,
  call: SamplingCall,
  dy: TensorInfo,
  image: TensorInfo,
): TensorInfo {
  const matrices = call.field.shape[0] as number;
  // The sums begin on a whole vector behind the kernel's own scratch.
  const sumsOffset = Math.ceil(scratchSize(call) / 16) * 16;
  return memory.run({
    inputs: [dy, image, call.field],
    outputShape: call.field.shape,
    scratchBytes: sumsOffset + matrices * sumsBytes,
    execute(workspace) {
      const [output = 0, imageAddress = 0, field = 0] = workspace.inputs;
      const address = workspace.scratch + sumsOffset;
      const sums = new Float64Array(workspace.buffer, address, matrices * 9);
      sums.fill(0);
      sampleBatch(homographySource, tasks.backpropField, call, workspace, {
        image: imageAddress,
        field,
        output,
        fieldGradient: address,
        fieldGradientBytes: sumsBytes,
      });
      new Float32Array(workspace.buffer, workspace.output, matrices * 9).set(sums);
    },
  });
}
