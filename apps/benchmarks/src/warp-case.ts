import { tensor2d, tensor4d, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { seededRandom } from '@tfjs-stn/testing';

/** An affine warp, with everything that contestants need to do the same. */
export interface WarpCase {
  /** `[batch, height, width, channels]`; the output has the same size. */
  readonly shape: readonly [number, number, number, number];
  readonly image: Tensor4D;
  /** `[batch, 6]` */
  readonly theta: Tensor2D;
  readonly pixels: Float32Array;
  readonly parameters: Float32Array;
}

/** A rotation by 25° at scale 0.9 with a small shift: most of it inside, some border. */
export function warpCase(shape: WarpCase['shape']): WarpCase {
  const random = seededRandom(1);
  const pixels = Float32Array.from({ length: shape.reduce((a, b) => a * b) }, random);
  const angle = (25 * Math.PI) / 180;
  const [cos, sin] = [0.9 * Math.cos(angle), 0.9 * Math.sin(angle)];
  const one = [cos, -sin, 0.05, sin, cos, -0.03];
  const parameters = Float32Array.from(Array.from({ length: shape[0] }, () => one).flat());
  return {
    shape,
    image: tensor4d(pixels, [...shape]),
    theta: tensor2d(parameters, [shape[0], 6]),
    pixels,
    parameters,
  };
}
