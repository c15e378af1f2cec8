import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';
import { StnMatrixFromEntries } from '@tfjs-stn/core/kernels';

import type { RunnerFor, Workspace } from '../kernel-runner.js';

const identity = [1, 0, 0, 0, 1, 0, 0, 0, 1];

/**
 * Matrices of which the entries are the first, row by row, and the others those of the identity. In
 * JavaScript: there is less to compute than a call of WebAssembly takes, and tfjs's ops for it take
 * half the time of a small warp.
 */
export function matrixFromEntries(runnerFor: RunnerFor): KernelFunc {
  return ({ inputs, backend }) => {
    const entries = inputs['entries'] as TensorInfo;
    const [batch = 0, count = 0] = entries.shape;
    const write = ({ buffer, inputs: [from = 0], output }: Workspace): void => {
      const source = new Float32Array(buffer, from, batch * count);
      const matrices = new Float32Array(buffer, output, batch * 9);
      for (let item = 0, at = 0; item < batch; item++) {
        for (let entry = 0; entry < 9; entry++, at++) {
          const value = entry < count ? source[item * count + entry] : identity[entry];
          matrices[at] = value as number;
        }
      }
    };
    return runnerFor(backend).run({
      name: StnMatrixFromEntries,
      inputs: [entries],
      outputShape: [batch, 3, 3],
      work: 0,
      plan: () => ({ scratchBytes: 0, encode: () => [], finish: write }),
    });
  };
}
