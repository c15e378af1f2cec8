import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tasks } from '@tfjs-stn/kernels';

import type { KernelMemory } from '../runtime/kernel-memory.js';
import { runSampling, samplingBytes } from './run-sampling.js';
import { fieldInputs, outputShape, type SamplingProblem } from './sampling-problem.js';

/** Samples `image` along the field. */
export function forward(
  memory: KernelMemory,
  problem: SamplingProblem,
  image: TensorInfo,
): TensorInfo {
  return memory.run({
    inputs: [image, ...fieldInputs(problem.field)],
    outputShape: outputShape(problem),
    scratchBytes: samplingBytes(problem),
    execute(workspace) {
      const [imageAddress = 0, source = 0, basis = 0] = workspace.inputs;
      runSampling(workspace, tasks.forward, problem, {
        image: imageAddress,
        output: workspace.output,
        source,
        basis,
      });
    },
  });
}
