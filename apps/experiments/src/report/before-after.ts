import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type * as canvas from '@napi-rs/canvas';
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { Showcase } from '../training/showcase.js';

const CELL = 160;
/** Approximate width of an image in its cell; the rest shows what is sampled outside of it. */
const IMAGE = 112;
const HEAD = 36;
const SIDE = 124;

/**
 * Draws a PNG with a column for every digit: distorted, the same with the quadrilateral that the
 * transformer samples, and rectified.
 *
 * @throws UserError if the canvas library doesn't load on this machine
 */
export async function beforeAfter(shown: Showcase): Promise<Uint8Array> {
  const { labels, imageSize, rectifiedSize } = shown;
  const draw = await loadCanvas();
  const picture = draw.createCanvas(SIDE + labels.length * CELL, HEAD + 3 * CELL);
  const context = picture.getContext('2d');
  drawLabels(context, labels);
  context.imageSmoothingEnabled = false;
  labels.forEach((_, column) => {
    const distorted = greyCanvas(draw, shown.distorted, imageSize, column);
    const rectified = greyCanvas(draw, shown.rectified, rectifiedSize, column);
    [distorted, distorted, rectified].forEach((image, row) => {
      const scale = Math.max(1, Math.round(IMAGE / image.width));
      const side = scale * image.width;
      const margin = Math.floor((CELL - side) / 2);
      const [left, top] = [SIDE + column * CELL + margin, HEAD + row * CELL + margin];
      context.drawImage(image, left, top, side, side);
      if (row !== 1) return;
      const theta = shown.thetas.subarray(6 * column, 6 * column + 6);
      drawQuadrilateral(context, theta, { left, top, side });
    });
  });
  return picture.toBuffer('image/png');
}

type CanvasLibrary = typeof canvas;

async function loadCanvas(): Promise<CanvasLibrary> {
  try {
    const library = await import('@napi-rs/canvas');
    // A machine may have no fonts at all.
    const font = import.meta.resolve('@fontsource/oxygen/files/oxygen-latin-400-normal.woff2');
    library.GlobalFonts.register(readFileSync(fileURLToPath(font)), 'Oxygen');
    return library;
  } catch (cause) {
    const [reason = ''] = String(cause).split('\n');
    throw new UserError(
      `before-after.png could not be drawn: @napi-rs/canvas does not load here (${reason}). All other results are written`,
    );
  }
}

function drawLabels(context: SKRSContext2D, labels: Uint8Array): void {
  context.fillStyle = '#2c3038';
  context.fillRect(0, 0, SIDE + labels.length * CELL, HEAD + 3 * CELL);
  context.fillStyle = '#c8ccd4';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = '19px Oxygen';
  ['distorted', 'sampled', 'rectified'].forEach((name, row) => {
    context.fillText(name, SIDE / 2, HEAD + (row + 0.5) * CELL);
  });
  context.font = '26px Oxygen';
  labels.forEach((label, column) => {
    context.fillText(String(label), SIDE + (column + 0.5) * CELL, HEAD / 2 + 4);
  });
}

/** One of several square grey images, 0 (black) to 1 (white), as a canvas of its size. */
function greyCanvas(
  { createCanvas, ImageData }: CanvasLibrary,
  values: Float32Array,
  size: number,
  index: number,
): Canvas {
  const pixels = new Uint8ClampedArray(4 * size * size).fill(255);
  values.subarray(index * size * size, (index + 1) * size * size).forEach((value, pixel) => {
    pixels.fill(255 * value, 4 * pixel, 4 * pixel + 3);
  });
  const image = createCanvas(size, size);
  image.getContext('2d').putImageData(new ImageData(pixels, size, size), 0, 0);
  return image;
}

/**
 * Outlines what a transformer samples: the corners of its output in its input image. The edge that
 * becomes the top is blue.
 */
function drawQuadrilateral(
  context: SKRSContext2D,
  theta: Float32Array,
  { left, top, side }: { readonly left: number; readonly top: number; readonly side: number },
): void {
  const [a = 1, b = 0, c = 0, d = 0, e = 1, f = 0] = theta;
  const line = (corners: readonly (readonly [number, number])[], width: number): void => {
    context.lineWidth = width;
    context.beginPath();
    for (const [x, y] of corners) {
      const [u, v] = [a * x + b * y + c, d * x + e * y + f];
      context.lineTo(left + ((u + 1) / 2) * side, top + ((v + 1) / 2) * side);
    }
    context.stroke();
  };
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.strokeStyle = '#ff7043';
  // prettier-ignore
  line([[1, -1], [1, 1], [-1, 1], [-1, -1]], 2);
  context.strokeStyle = '#66d9ef';
  // prettier-ignore
  line([[-1, -1], [1, -1]], 4);
}
