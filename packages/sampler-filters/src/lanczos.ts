import {
  abs,
  add,
  addN,
  div,
  less,
  logicalNot,
  mul,
  sin,
  square,
  sub,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { defineSampler, type KernelSampler, type SamplerFactory } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';
import { keepWhere } from '@tfjs-stn/core/fields';

/** How far the window reaches. */
export interface LanczosConfig {
  /** Half waves on either side, from 1 to 8; the kernel reads 2 · lobes pixels per axis. Default 3. */
  readonly lobes: number;
}

declare module '@tfjs-stn/core' {
  interface SamplerConfigs {
    lanczos: Partial<LanczosConfig>;
  }
}

/**
 * Lanczos interpolation: sinc(d) · sinc(d / lobes) over 2 · lobes pixels per axis (Duchon, Lanczos
 * filtering in one and two dimensions, 1979), divided by its sum, so that an even image stays even.
 *
 * Convention: overshoot is not clamped. Each tap is padded by itself. Differentiable in image and
 * coordinates, twice.
 *
 * @throws OptionError if `lobes` is not a whole number from 1 to 8, or there is another key, when
 *   called
 */
export const lanczos: SamplerFactory<[config?: Partial<LanczosConfig>], KernelSampler> =
  /* @__PURE__ */ defineSampler('lanczos', lanczosKernel, { lobes: 3 });

function lanczosKernel({
  lobes,
}: LanczosConfig): Pick<KernelSampler, 'taps' | 'fastKernel' | 'weights'> {
  if (!Number.isInteger(lobes) || lobes < 1 || lobes > 8) {
    throw new OptionError(
      'lanczos',
      `lobes must be a whole number from 1 to 8, got ${JSON.stringify(lobes)}`,
    );
  }
  return {
    taps: 2 * lobes,
    fastKernel: 'lanczos',
    weights: (offset) => lanczosWeights(offset, lobes),
  };
}

/**
 * The weights of the 2 · lobes pixels around a point, which sum to 1.
 *
 * @param offset of the point from the pixel before it, in [0, 1)
 */
function lanczosWeights(offset: Tensor, lobes: number): Tensor[] {
  const plain = Array.from({ length: 2 * lobes }, (_, tap) => {
    const distance = sub(offset, tap - lobes + 1);
    return mul(sinc(distance), sinc(div(distance, lobes)));
  });
  const total = addN(plain);
  return plain.map((weight) => div(weight, total));
}

/**
 * Up to here, in radians, four terms of the series give sinc as float32 can hold it, and its first two
 * derivatives to 1e-6 and 3e-5.
 */
const seriesEnd = 0.5;

/** sin(πx) / (πx), with its derivatives at 0 as well. */
function sinc(x: Tensor): Tensor {
  const angle = mul(x, Math.PI);
  const near = less(abs(angle), seriesEnd);
  const small = square(keepWhere(near, angle, 0));
  const series = sub(1, mul(small, sub(1 / 6, mul(small, sub(1 / 120, mul(small, 1 / 5040))))));
  const far = logicalNot(near);
  const large = keepWhere(far, angle, 1);
  return add(keepWhere(near, series, 0), keepWhere(far, div(sin(large), large), 0));
}
