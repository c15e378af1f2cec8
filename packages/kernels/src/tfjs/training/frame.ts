import type { ConvShape } from './conv-shape.js';

/** The rows and columns that the windows of a convolution cover together, padding included. */
export interface Frame {
  readonly height: number;
  readonly width: number;
  /** Whether a part of it lies outside the image, so that it can't be read in place. */
  readonly leavesImage: boolean;
}

/** The frame of a convolution; the same formula as in assembly/training/inline/frame.ts. */
export function frameOf(shape: ConvShape): Frame {
  const { inHeight, inWidth, padTop, padLeft } = shape;
  const height = extent(
    shape.outHeight,
    shape.filterHeight,
    shape.strideHeight,
    shape.dilationHeight,
  );
  const width = extent(shape.outWidth, shape.filterWidth, shape.strideWidth, shape.dilationWidth);
  const leavesImage = padTop > 0 || padLeft > 0 || height > inHeight || width > inWidth;
  return { height, width, leavesImage };
}

function extent(out: number, filter: number, stride: number, dilation: number): number {
  return Math.max(0, (out - 1) * stride + (filter - 1) * dilation + 1);
}
