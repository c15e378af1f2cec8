import type { Canvas, Point } from './canvas.js';

/** A square grey image, 0 (black) to 1 (white). */
export interface GreyImage {
  readonly size: number;
  readonly values: Float32Array;
}

/** Draws an image with every pixel as a square of `scale` pixels. */
export function drawImage(canvas: Canvas, image: GreyImage, [x, y]: Point, scale: number): void {
  for (let row = 0; row < image.size; row++) {
    for (let column = 0; column < image.size; column++) {
      const value = image.values[row * image.size + column] ?? 0;
      const grey = Math.round(255 * Math.min(1, Math.max(0, value)));
      const corner = [x + column * scale, y + row * scale] as const;
      canvas.rectangle(corner, [corner[0] + scale, corner[1] + scale], [grey, grey, grey]);
    }
  }
}
