import { DIGIT_SIZE } from './digit-size.js';

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
