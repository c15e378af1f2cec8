import { loadGoldens } from '@tfjs-stn/testing/goldens';

/** Numbers as they are in a golden file. */
export interface GoldenArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** The grid that PyTorch, SciPy or NumPy make of θ. */
export interface FlowGolden {
  readonly name: string;
  readonly family: 'flow' | 'bsplineFfd' | 'polynomial';
  /** Of the flow or the lattice; the degree of a polynomial. */
  readonly size: readonly [number, number] | number;
  readonly alignCorners: boolean;
  readonly outputSize: readonly [number, number];
  readonly theta: GoldenArray;
  readonly grid: GoldenArray;
}

export const flowGoldens: readonly FlowGolden[] = loadGoldens<FlowGolden>('flow');
