import { encode } from 'fast-png';

import type { Showcase } from '../testing/showcase.js';
import { Canvas, type Colour, type Point } from './canvas.js';
import { drawImage, type GreyImage } from './draw-image.js';
import { drawQuadrilateral } from './draw-quadrilateral.js';
import { drawText } from './draw-text.js';

const CELL = 160;
/** About how wide an image is within its cell; the rest is for what is sampled outside it. */
const IMAGE = 112;
const HEAD = 36;
const SIDE = 124;
const BACKGROUND: Colour = [44, 48, 56];
const TEXT: Colour = [200, 204, 212];

/**
 * A PNG with a column for every digit: as distorted, the same with the quadrilateral that the
 * transformer samples, and as rectified.
 */
export function beforeAfter(shown: Showcase): Uint8Array {
  const { labels, imageSize, rectifiedSize } = shown;
  const canvas = new Canvas(SIDE + labels.length * CELL, HEAD + 3 * CELL, BACKGROUND);
  ['distorted', 'sampled', 'rectified'].forEach((name, row) => {
    drawText(canvas, name, [SIDE / 2, HEAD + (row + 0.5) * CELL], 2, TEXT);
  });
  labels.forEach((label, column) => {
    drawText(canvas, String(label), [SIDE + (column + 0.5) * CELL, HEAD / 2], 3, TEXT);
    const distorted = imageAt(shown.distorted, imageSize, column);
    const rectified = imageAt(shown.rectified, rectifiedSize, column);
    drawInCell(canvas, distorted, column, 0);
    const { origin, side } = drawInCell(canvas, distorted, column, 1);
    const theta = shown.thetas.subarray(6 * column, 6 * column + 6);
    drawQuadrilateral(canvas, theta, origin, side);
    drawInCell(canvas, rectified, column, 2);
  });
  const { width, height, data } = canvas;
  return encode({ width, height, data, channels: 3, depth: 8 });
}

function imageAt(values: Float32Array, size: number, index: number): GreyImage {
  return { size, values: values.subarray(index * size * size, (index + 1) * size * size) };
}

/** Draws an image in the middle of a cell, and tells where. */
function drawInCell(
  canvas: Canvas,
  image: GreyImage,
  column: number,
  row: number,
): { origin: Point; side: number } {
  const scale = Math.max(1, Math.round(IMAGE / image.size));
  const side = scale * image.size;
  const margin = Math.floor((CELL - side) / 2);
  const origin: Point = [SIDE + column * CELL + margin, HEAD + row * CELL + margin];
  drawImage(canvas, image, origin, scale);
  return { origin, side };
}
