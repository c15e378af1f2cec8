import { IMAGE_SIZE } from '../../distortion/distortions.js';
import type { Drawing } from './drawing.js';

/** Samples per pixel and axis, so that edges are grey as the training digits' are. */
const FINE = 6;
/** How wide MNIST's lines are, in its pixels. */
const LINE_WIDTH = 2.6;

/** A drawing as the net sees it: `42 · 42` grey values, 0 (paper) to 1 (ink). */
export function rasterise(drawing: Drawing): Float32Array<ArrayBuffer> {
  const size = IMAGE_SIZE * FINE;
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const grey = new Float32Array(IMAGE_SIZE * IMAGE_SIZE);
  if (!context) return grey;
  context.lineWidth = LINE_WIDTH * FINE;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.strokeStyle = '#fff';
  for (const line of drawing) {
    context.beginPath();
    for (const { x, y } of line) context.lineTo(((x + 1) * size) / 2, ((y + 1) * size) / 2);
    // A dot is a line to itself.
    if (line.length === 1)
      context.lineTo(((line[0]?.x ?? 0) + 1) * (size / 2), ((line[0]?.y ?? 0) + 1) * (size / 2));
    context.stroke();
  }
  const { data } = context.getImageData(0, 0, size, size);
  for (let index = 0; index < size * size; index++) {
    const pixel = Math.floor(index / size / FINE) * IMAGE_SIZE + Math.floor((index % size) / FINE);
    grey[pixel] = (grey[pixel] ?? 0) + (data[4 * index + 3] ?? 0) / 255 / FINE ** 2;
  }
  return grey;
}
