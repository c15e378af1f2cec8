import { loadGoldens } from '@tfjs-stn/testing/goldens';

/** Numbers as they are in a golden file. */
export interface GoldenArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** A spline through control points that SciPy's RBFInterpolator has evaluated. */
export interface TpsGolden {
  readonly name: string;
  readonly kind: 'grid' | 'points';
  /** `[rows, columns]` of a grid, or points `[x, y]`. */
  readonly controlPoints: readonly number[] | readonly (readonly number[])[];
  readonly regularization: number;
  readonly alignCorners: boolean;
  readonly outputSize: readonly [number, number];
  readonly theta: GoldenArray;
  readonly grid: GoldenArray;
}

/** Splines that differ from item to item, with PyTorch's derivatives. */
export interface TpsFieldGolden {
  readonly name: string;
  readonly regularization: number;
  readonly alignCorners: boolean;
  readonly outputSize: readonly [number, number];
  readonly outputPoints: GoldenArray;
  readonly inputPoints: GoldenArray;
  readonly outputGradient: GoldenArray;
  readonly direction: GoldenArray;
  readonly grid: GoldenArray;
  readonly outputPointsGradient: GoldenArray;
  readonly inputPointsGradient: GoldenArray;
  readonly outputPointsSecond: GoldenArray;
  readonly inputPointsSecond: GoldenArray;
}

export const tpsGoldens: readonly TpsGolden[] = loadGoldens<TpsGolden>('tps');
export const tpsFieldGoldens: readonly TpsFieldGolden[] = loadGoldens<TpsFieldGolden>('tps-field');
