import type { Address } from './abi.js';

/** The sampling kernels, as assembly/homography-warp.ts and assembly/grid-sample.ts define them. */
export interface SamplingExports {
  homography_bilinear_f32(
    task: number,
    scratch: Address,
    image: Address,
    height: number,
    width: number,
    channels: number,
    matrix: Address,
    sums: Address,
    output: Address,
    outHeight: number,
    outWidth: number,
    alignCorners: boolean,
    padding: number,
    fill: Address,
    rowBegin: number,
    rowEnd: number,
  ): void;
  grid_bilinear_f32(
    task: number,
    scratch: Address,
    image: Address,
    height: number,
    width: number,
    channels: number,
    grid: Address,
    gradient: Address,
    output: Address,
    outWidth: number,
    alignCorners: boolean,
    padding: number,
    fill: Address,
    rowBegin: number,
    rowEnd: number,
  ): void;
}
