import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core';

import type { GpuRunner } from './program.js';
import { noUniforms } from './sampling-problem.js';

/** Matrices of which the entries are the first, row by row, in one program. */
export function matrixFromEntries(runnerFor: (backend: unknown) => GpuRunner): KernelFunc {
  return ({ inputs, backend }) => {
    const entries = inputs['entries'] as TensorInfo;
    const [batch = 0, terms = 0] = entries.shape;
    const runner = runnerFor(backend);
    // GPUs run no program on nothing.
    if (batch * terms === 0) {
      const values = Array.from({ length: batch }, () => [1, 0, 0, 0, 1, 0, 0, 0, 1]).flat();
      return runner.tensor([batch, 3, 3], Float32Array.from(values));
    }
    // As an image of three columns and channels, with a row for each matrix.
    const { dataId, dtype } = runner.run({
      name: 'StnMatrixFromEntries',
      inputs: { entries },
      output: 'value',
      outputShape: [1, batch, 3, 3],
      text: () => `
fn value(b : i32, r : i32, c : i32, ch : i32) -> V { return readEntries(r, 3 * c + ch); }`,
      uniforms: { ...noUniforms, outHeight: batch, channels: 3, terms },
    });
    return { dataId, dtype, shape: [batch, 3, 3] };
  };
}
