/**
 * A separable interpolation kernel.
 *
 * Convention: with an even number of taps the offset is `p - floor(p)` in [0, 1) and the
 * first tap is `floor(p) - taps / 2 + 1`. With an odd number the offset is the signed
 * distance to the nearest pixel (half to even), in [-0.5, 0.5], and the taps surround it.
 * Kernels of one or two taps pad the coordinate, wider ones pad each tap.
 */
export interface OracleKernel {
  readonly taps: number;
  /** One weight per tap at `offset`. */
  readonly weights: (offset: number) => readonly number[];
  /** The derivative of each weight by the offset; at a knot, the right-hand one. */
  readonly weightDerivatives: (offset: number) => readonly number[];
}
