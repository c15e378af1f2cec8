import type { OraclePadding } from '../oracle/pad-coordinate.js';
import type { Float32Dense } from './random-array.js';

/** Where the coordinates of a case lie. */
export type CoordinateRange = 'inside' | 'outside' | 'far' | 'borders' | 'not-finite';

/** One call of gridSample with everything but the sampler. */
export interface SamplingCase {
  /** Unique; says shape, padding, alignCorners and range. */
  readonly name: string;
  /** `[batch, height, width, channels]` */
  readonly image: Float32Dense;
  /** `[batch, outHeight, outWidth, 2]` */
  readonly grid: Float32Dense;
  /** `[batch, outHeight, outWidth, channels]` */
  readonly outputGradient: Float32Dense;
  readonly padding: OraclePadding;
  /** 0 unless the padding is zeros. */
  readonly fillValue: number | readonly number[];
  readonly alignCorners: boolean;
  readonly range: CoordinateRange;
}
