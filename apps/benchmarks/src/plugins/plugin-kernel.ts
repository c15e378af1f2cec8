import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { KernelSampler } from '@tfjs-stn/core';
import type { OracleKernel } from '@tfjs-stn/testing';

/** What an offset is moved by to see how weights change. */
const nudge = 2 ** -8;

/** A sampler's weights for the oracle; their derivatives by central differences. */
export function pluginKernel({ taps, weights }: KernelSampler): OracleKernel {
  const at = (offset: number): number[] =>
    tidy(() => weights(tensor([offset])).map((weight) => weight.dataSync()[0] ?? NaN));
  return {
    taps,
    weights: at,
    weightDerivatives(offset) {
      const [above, below] = [at(offset + nudge), at(offset - nudge)];
      return above.map((weight, tap) => (weight - (below[tap] ?? NaN)) / (2 * nudge));
    },
  };
}
