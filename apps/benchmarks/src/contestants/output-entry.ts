import type { Tensor } from '@tensorflow/tfjs-core';

import { checkOutput } from '../checks/check-sampling.js';
import type { TfjsHost } from '../hosts/tfjs-host.js';
import type { PosedSampling } from '../problems/pose-sampling.js';
import type { Entry } from './entry.js';
import { tensorEntry } from './tensor-entry.js';

/**
 * Makes a contestant of what computes the output of a sampling problem as a tensor.
 *
 * @param dispose gives back what it holds
 */
export function outputEntry(
  host: TfjsHost,
  { problem, expectation }: PosedSampling,
  { compute, dispose }: { compute(): Tensor; dispose(): void },
): Entry {
  return tensorEntry(host, {
    compute: () => [compute()],
    async check() {
      const output = compute();
      const values = Float32Array.from(await output.data());
      output.dispose();
      return checkOutput(problem, expectation, values);
    },
    dispose,
  });
}
