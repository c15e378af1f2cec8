import { tensor2d, tensor4d, tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import { spatialTransformer } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

import { DIGIT_SIZE, type Digits } from './digits.js';
import type { RandomSource } from './random.js';

/** The ranges from which a distortion of a digit is drawn uniformly. */
export interface Distortion {
  /** Largest angle in either direction, in degrees. */
  readonly maxAngle: number;
  /** Smallest and largest magnification. */
  readonly scale: readonly [smallest: number, largest: number];
  /** Largest shift in either direction along each axis, in pixels. */
  readonly maxShift: number;
}

/** Fraction of the training over which distortions grow to their full size. */
const EASE_IN = 0.6;

/**
 * The distortion at a given point of a training: none at first, in full after 60 %.
 *
 * A classifier that has first seen upright digits tells the localisation net which way is up. At
 * full distortion from the start, the two settle on an arbitrary common pose: the error is as low,
 * but the rectified digits lean.
 *
 * @param progress fraction of the training that is done, 0 to 1
 */
export function easedDistortion(distortion: Distortion, progress: number): Distortion {
  const share = Math.min(1, progress / EASE_IN);
  const [smallest, largest] = distortion.scale;
  return {
    maxAngle: share * distortion.maxAngle,
    maxShift: share * distortion.maxShift,
    scale: [1 + share * (smallest - 1), 1 + share * (largest - 1)],
  };
}

/**
 * Draws one random affine θ per digit, `[count, 6]`.
 *
 * @param imageSize height and width of the distorted images, in pixels
 */
export function randomThetas(
  distortion: Distortion,
  imageSize: number,
  count: number,
  random: RandomSource,
): Float32Array {
  const { maxAngle, maxShift } = distortion;
  const [smallest, largest] = distortion.scale;
  const between = (low: number, high: number): number => low + (high - low) * random();
  const thetas = new Float32Array(count * 6);
  for (let index = 0; index < count; index++) {
    const angle = (between(-maxAngle, maxAngle) * Math.PI) / 180;
    const scale = between(smallest, largest);
    const shift = [between(-maxShift, maxShift), between(-maxShift, maxShift)] as const;
    thetas.set(similarityTheta({ angle, scale, shift }, imageSize), 6 * index);
  }
  return thetas;
}

/** A rotation, magnification and shift of a digit within a larger image. */
export interface Similarity {
  /** Radians, clockwise on the screen. */
  readonly angle: number;
  readonly scale: number;
  /** Pixels, to the right and down. */
  readonly shift: readonly [x: number, y: number];
}

/** Six affine parameters, row-major. */
export type AffineTheta = [
  a11: number,
  a12: number,
  tx: number,
  a21: number,
  a22: number,
  ty: number,
];

/**
 * The affine θ of a similarity: from normalised coordinates of the distorted image to those of the
 * digit. In pixels from the centre, p ↦ R⁻¹(p - d) / s.
 *
 * @param imageSize height and width of the distorted image, in pixels
 */
export function similarityTheta(similarity: Similarity, imageSize: number): AffineTheta {
  const { angle, scale, shift } = similarity;
  const cos = Math.cos(angle) / scale;
  const sin = Math.sin(angle) / scale;
  const [x, y] = shift.map((pixels) => (2 * pixels) / DIGIT_SIZE) as [number, number];
  const zoom = imageSize / DIGIT_SIZE;
  return [zoom * cos, zoom * sin, -(cos * x + sin * y), -zoom * sin, zoom * cos, sin * x - cos * y];
}

/**
 * Warps digits with this library's own sampler.
 *
 * @param thetas one affine θ per digit, `[count, 6]`, from the distorted image to the digit
 * @returns `[count, imageSize, imageSize, 1]`, 0 (paper) to 1 (ink)
 */
export function distort(digits: Digits, thetas: Float32Array, imageSize: number): Tensor4D {
  return tidy(() => {
    const images = digitImages(digits);
    const transformer = spatialTransformer({
      transform: affine(),
      sampler: bilinear(),
      outputSize: [imageSize, imageSize],
    });
    return transformer.apply(images, tensor2d(thetas, [digits.count, 6]));
  });
}

/** `[count, 28, 28, 1]`, 0 (paper) to 1 (ink). */
export function digitImages({ images, count }: Digits): Tensor4D {
  return tensor4d(greyOf(images), [count, DIGIT_SIZE, DIGIT_SIZE, 1]);
}

/** A plain loop: `Float32Array.from` with a function takes a hundred times as long. */
function greyOf(bytes: Uint8Array): Float32Array {
  const grey = new Float32Array(bytes.length);
  for (let index = 0; index < bytes.length; index++) grey[index] = (bytes[index] as number) / 255;
  return grey;
}
