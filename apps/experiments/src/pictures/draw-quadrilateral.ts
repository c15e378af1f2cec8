import type { Canvas, Colour, Point } from './canvas.js';

const EDGE: Colour = [255, 112, 67];
const TOP_EDGE: Colour = [102, 217, 239];

/**
 * Draws what a transformer samples: where it takes the corners of its output from. The edge that
 * becomes the top is blue.
 *
 * @param theta the transformer's six affine parameters
 * @param origin the top left corner of its input image on the canvas
 * @param side how wide that image is drawn
 */
export function drawQuadrilateral(
  canvas: Canvas,
  theta: ArrayLike<number>,
  origin: Point,
  side: number,
): void {
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0] = Array.from(theta);
  const place = (x: number, y: number): Point => [
    origin[0] + ((a * x + b * y + c + 1) / 2) * side,
    origin[1] + ((d * x + e * y + f + 1) / 2) * side,
  ];
  const [topLeft, topRight] = [place(-1, -1), place(1, -1)];
  const [bottomRight, bottomLeft] = [place(1, 1), place(-1, 1)];
  canvas.line(topRight, bottomRight, 2, EDGE);
  canvas.line(bottomRight, bottomLeft, 2, EDGE);
  canvas.line(bottomLeft, topLeft, 2, EDGE);
  canvas.line(topLeft, topRight, 4, TOP_EDGE);
}
