import type { TensorInfo } from '@tensorflow/tfjs-core';
import { tasks } from '@tfjs-stn/kernels';

import type { KernelMemory, Workspace } from '../runtime/kernel-memory.js';
import { runSampling, samplingBytes, type BatchAddresses } from './run-sampling.js';
import { fieldInputs, itemSize, type SamplingProblem } from './sampling-problem.js';

/**
 * The gradient by the field's grid, matrices or coefficients; what served the whole batch gathers
 * all of its gradients. Every point of a grid has its own, so it adds in place. Matrices and
 * coefficients get a share of every point: they are summed in float64 and rounded once at the end.
 */
export function backpropField(
  memory: KernelMemory,
  problem: SamplingProblem,
  dy: TensorInfo,
  image: TensorInfo,
): TensorInfo {
  const { field } = problem;
  const { shape } = field.source;
  const size = itemSize(shape, 0);
  const summed = field.kind !== 'grid';
  // The sums begin on a whole vector behind what the kernel works in.
  const sumsOffset = Math.ceil(samplingBytes(problem) / 16) * 16;
  return memory.run({
    inputs: [dy, image, ...fieldInputs(field)],
    outputShape: shape,
    scratchBytes: summed ? sumsOffset + size * 8 : sumsOffset,
    execute(workspace) {
      const result = new Float32Array(workspace.buffer, workspace.output, size);
      if (summed) {
        const address = workspace.scratch + sumsOffset;
        const sums = new Float64Array(workspace.buffer, address, size).fill(0);
        gather(workspace, problem, { address, elementBytes: 8 });
        result.set(sums);
      } else {
        result.fill(0);
        gather(workspace, problem, { address: workspace.output, elementBytes: 4 });
      }
    },
  });
}

function gather(
  workspace: Workspace,
  problem: SamplingProblem,
  gradient: NonNullable<BatchAddresses['gradient']>,
): void {
  const [output = 0, image = 0, source = 0, basis = 0] = workspace.inputs;
  const addresses = { image, output, source, basis, gradient };
  runSampling(workspace, tasks.backpropField, problem, addresses);
}
