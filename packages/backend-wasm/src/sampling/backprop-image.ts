import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tasks } from '@tfjs-stn/kernels';

import type { KernelMemory } from '../runtime/kernel-memory.js';
import { runSampling, samplingBytes } from './run-sampling.js';
import { fieldInputs, itemSize, type SamplingProblem } from './sampling-problem.js';

/** The gradient by the image: every output pixel adds to the neighbours that it was made of. */
export function backpropImage(
  memory: KernelMemory,
  problem: SamplingProblem,
  dy: TensorInfo,
): TensorInfo {
  const { imageShape, field } = problem;
  return memory.run({
    inputs: [dy, ...fieldInputs(field)],
    outputShape: imageShape,
    scratchBytes: samplingBytes(problem),
    execute(workspace) {
      const [output = 0, source = 0, basis = 0] = workspace.inputs;
      new Float32Array(workspace.buffer, workspace.output, itemSize(imageShape, 0)).fill(0);
      runSampling(workspace, tasks.backpropImage, problem, {
        image: workspace.output,
        output,
        source,
        basis,
      });
    },
  });
}
