import { add, mul, square } from '@tensorflow/tfjs-core';
import { defineSampler, type KernelSampler, type SamplerFactory } from '@tfjs-stn/core';
import type { OracleKernel } from '@tfjs-stn/testing';

/** Parabolas, whose weights sum to 1 at every offset, most of it that of the pixel in the middle. */
function coefficients(taps: number): (readonly [a: number, b: number, c: number])[] {
  const bend = Array.from({ length: taps }, (_, tap) => Math.cos(1 + 2 * tap));
  const mean = bend.reduce((sum, value) => sum + value, 0) / taps;
  return bend.map((value, tap) => {
    const [own, next] = [value - mean, (bend[(tap + 1) % taps] as number) - mean];
    const middle = tap === (taps - 1) >> 1 ? 1 : 0;
    return [middle + 0.02 * own, 0.03 * next, -0.01 * own];
  });
}

/** A sampler of one's own with any number of taps. */
export const blur: SamplerFactory<[config?: { readonly taps?: number }], KernelSampler> =
  defineSampler(
    'blur',
    ({ taps }) => ({
      taps,
      weights: (offset) =>
        coefficients(taps).map(([a, b, c]) => add(add(mul(offset, b), a), mul(square(offset), c))),
    }),
    { taps: 4 },
  );

/** The same weights in plain numbers. */
export function blurNumbers(taps: number): OracleKernel {
  return {
    taps,
    weights: (t) => coefficients(taps).map(([a, b, c]) => a + t * b + t * t * c),
    weightDerivatives: (t) => coefficients(taps).map(([, b, c]) => b + 2 * t * c),
  };
}
