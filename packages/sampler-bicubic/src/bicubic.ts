import { add, mul, sub, type Tensor } from '@tensorflow/tfjs-core';
import { defineSampler, type KernelSampler, type SamplerFactory } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';

/** The parameter of the kernel. */
export interface BicubicConfig {
  /**
   * The slope of the kernel at a distance of one pixel. Default -0.75, as in PyTorch and OpenCV; Keys
   * uses -0.5, which reproduces parabolas.
   */
  readonly a: number;
}

declare module '@tfjs-stn/core' {
  interface SamplerConfigs {
    bicubic: Partial<BicubicConfig>;
  }
}

/**
 * Bicubic interpolation: cubic convolution over four pixels per axis.
 *
 * Convention: with a = -0.75 the kernel is 0.59375 half a pixel away and -0.09375 one and a half
 * pixels away; overshoot is not clamped. Each of the 4 × 4 taps is padded separately. Differentiable
 * w.r.t. image and coordinates, with a continuous derivative inside the image.
 *
 * @throws OptionError if `a` is not a number or the config has another key
 *
 * Source: Keys, 1981, "Cubic convolution interpolation for digital image processing", eq. 4.
 */
export const bicubic: SamplerFactory<[config?: Partial<BicubicConfig>], KernelSampler> =
  /* @__PURE__ */ defineSampler('bicubic', bicubicKernel, { a: -0.75 });

function bicubicKernel({
  a,
}: BicubicConfig): Pick<KernelSampler, 'taps' | 'fastKernel' | 'weights'> {
  if (typeof a !== 'number') {
    throw new OptionError('bicubic', `a must be a number, got ${JSON.stringify(a)}`);
  }
  return { taps: 4, fastKernel: 'bicubic', weights: (offset) => bicubicWeights(offset, a) };
}

/**
 * The weights of the four pixels around a point at distance d:
 * `(a + 2) d³ - (a + 3) d² + 1` up to 1 and `a d³ - 5a d² + 8a d - 4a` up to 2.
 *
 * @param offset of the point from the second pixel, in [0, 1)
 */
function bicubicWeights(offset: Tensor, a: number): Tensor[] {
  const rest = sub(1, offset);
  return [
    outer(add(offset, 1), a),
    inner(offset, rest, a),
    inner(rest, offset, a),
    outer(add(rest, 1), a),
  ];
}

/** Factors out the root 1, so that the weight of a whole pixel's neighbour is 0 for every `a`. */
function inner(d: Tensor, rest: Tensor, a: number): Tensor {
  return mul(rest, add(mul(sub(1, mul(d, a + 2)), d), 1));
}

function outer(d: Tensor, a: number): Tensor {
  return sub(mul(mul(add(mul(sub(d, 5), d), 8), d), a), 4 * a);
}
