import { DIGIT_SIZE } from '../digits/digits.js';
import { IMAGE_SIZE } from './distortions.js';

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
 * The affine θ that draws a digit so moved: from normalised coordinates of the distorted image to
 * those of the digit. In pixels from the centre, p ↦ R⁻¹(p - d) / s.
 */
export function similarityTheta({ angle, scale, shift }: Similarity): AffineTheta {
  const cos = Math.cos(angle) / scale;
  const sin = Math.sin(angle) / scale;
  const x = (2 * shift[0]) / DIGIT_SIZE;
  const y = (2 * shift[1]) / DIGIT_SIZE;
  const zoom = IMAGE_SIZE / DIGIT_SIZE;
  return [zoom * cos, zoom * sin, -(cos * x + sin * y), -zoom * sin, zoom * cos, sin * x - cos * y];
}
