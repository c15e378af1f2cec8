import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';

import { gaussian } from './gaussian.js';
import { sharpened } from './sharpened.js';

/** The same weights in plain numbers, and their derivatives. */
function gaussianNumbers(sigma: number) {
  const pixels = [-1, 0, 1, 2];
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
  const bells = (t: number): number[] =>
    pixels.map((pixel) => Math.exp(-((t - pixel) ** 2) / (2 * sigma ** 2)));
  const weights = (t: number): number[] => bells(t).map((bell) => bell / sum(bells(t)));
  const weightDerivatives = (t: number): number[] => {
    const pulls = pixels.map((pixel) => (pixel - t) / sigma ** 2);
    const mean = sum(weights(t).map((weight, tap) => weight * (pulls[tap] ?? 0)));
    return weights(t).map((weight, tap) => weight * ((pulls[tap] ?? 0) - mean));
  };
  return { taps: 4, weights, weightDerivatives };
}

describeBackends(['cpu', 'wasm'], () => {
  describeSampler(gaussian({ sigma: 0.8 }), { kernel: gaussianNumbers(0.8), every: 61 });
  describeSampler(sharpened());
});
