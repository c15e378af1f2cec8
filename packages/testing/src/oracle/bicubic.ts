import type { OracleKernel } from './kernel.js';

/**
 * Keys' cubic convolution with parameter `a` (PyTorch and OpenCV: -0.75, Keys: -0.5).
 *
 * Source: R. Keys, Cubic convolution interpolation for digital image processing, 1981, eq. 4.
 */
export function bicubic(a: number): OracleKernel {
  // (a + 2) d³ - (a + 3) d² + 1 with its root 1 taken out, so that it is 0 there for every a.
  const inner = (d: number): number => (1 - d) * (1 + d * (1 - (a + 2) * d));
  const outer = (d: number): number => ((d - 5) * d + 8) * d * a - 4 * a;
  const innerSlope = (d: number): number => (3 * (a + 2) * d - 2 * (a + 3)) * d;
  const outerSlope = (d: number): number => ((3 * d - 10) * d + 8) * a;
  return {
    taps: 4,
    weights: (t) => [outer(1 + t), inner(t), inner(1 - t), outer(2 - t)],
    weightDerivatives: (t) => [
      outerSlope(1 + t),
      innerSlope(t),
      -innerSlope(1 - t),
      -outerSlope(2 - t),
    ],
  };
}
