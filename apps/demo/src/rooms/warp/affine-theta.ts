import type { AffineWindow } from './setting.js';

/**
 * θ of a window: output (x, y, 1) to input, row-major. Turns and shears in pixels, so that a turned
 * picture keeps its angles also where it isn't square.
 *
 * @param aspect width over height of the picture
 */
export function affineTheta(window: AffineWindow, aspect: number): number[] {
  const angle = (window.turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const width = Math.sqrt(window.stretch) / window.zoom;
  const height = 1 / (Math.sqrt(window.stretch) * window.zoom);
  const lean = window.shear * height;
  const { x, y } = window.centre;
  return [
    cos * width,
    (cos * lean - sin * height) / aspect,
    x,
    sin * width * aspect,
    sin * lean + cos * height,
    y,
  ];
}

/** Where θ sends a point of the output. */
export function affinePoint(theta: readonly number[], x: number, y: number): [number, number] {
  const [a11 = 1, a12 = 0, tx = 0, a21 = 0, a22 = 1, ty = 0] = theta;
  return [a11 * x + a12 * y + tx, a21 * x + a22 * y + ty];
}
