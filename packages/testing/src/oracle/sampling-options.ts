import type { OracleKernel } from './kernel.js';
import { resolveKernel, type OracleKernelName } from './kernels.js';
import type { OraclePadding } from './pad-coordinate.js';
import { roundingOf, type CoordinatePrecision, type Rounding } from './rounding.js';

/** Sampling options of the oracle. */
export interface OracleSamplingOptions {
  /** Default `'bilinear'`. */
  readonly kernel?: OracleKernelName | OracleKernel | undefined;
  /** Default `'zeros'`. */
  readonly padding?: OraclePadding | undefined;
  /** One number, or one per channel, for points outside (zeros) or behind a horizon. Default 0. */
  readonly fillValue?: number | readonly number[] | undefined;
  /** Default false. */
  readonly alignCorners?: boolean | undefined;
  /**
   * `'float32'` rounds every step of the coordinate computation to float32, so that floor and
   * round give the same as in a float32 kernel. Default `'float64'`.
   */
  readonly coordinates?: CoordinatePrecision | undefined;
}

/** {@link OracleSamplingOptions} with all defaults. */
export interface ResolvedOptions {
  readonly kernel: OracleKernel;
  readonly padding: OraclePadding;
  readonly fill: readonly number[];
  readonly alignCorners: boolean;
  readonly round: Rounding;
}

/** Fills in the defaults for an image of `channels` channels. */
export function resolveOptions(options: OracleSamplingOptions, channels: number): ResolvedOptions {
  const { fillValue = 0 } = options;
  const fill = typeof fillValue === 'number' ? Array<number>(channels).fill(fillValue) : fillValue;
  if (fill.length !== channels) {
    throw new Error(
      `oracle: fillValue needs one value per channel (${channels}), got ${fill.length}`,
    );
  }
  return {
    kernel: resolveKernel(options.kernel ?? 'bilinear'),
    padding: options.padding ?? 'zeros',
    fill,
    alignCorners: options.alignCorners ?? false,
    round: roundingOf(options.coordinates ?? 'float64'),
  };
}
