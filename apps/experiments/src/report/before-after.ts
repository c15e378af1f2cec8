import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import type * as canvas from '@napi-rs/canvas';
import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { JobResult } from '../jobs/job.js';
import { OUTLINE_STEPS } from '../training/showcase.js';

const CELL = 160;
/** Approximate width of an image in its cell; the rest shows what is sampled outside of it. */
const IMAGE = 112;
const HEAD = 48;
const SIDE = 124;
/** Height of the answers of one model. */
const ANSWER = 40;
const ROWS = ['distorted', 'sampled', 'rectified'] as const;

const colours = {
  background: '#1f2329',
  text: '#d5d9e0',
  right: '#7bd88f',
  wrong: '#ff7a6b',
  top: '#66d9ef',
  border: '#ff7043',
} as const;

/** What is shown of a model. */
type Shown = Pick<JobResult, 'model' | 'showcase'>;

/**
 * Draws a PNG with a column for every digit: distorted, the same with the border of what the
 * transformer samples, and rectified; below it the answers of all models.
 *
 * @returns undefined if no model has a transformer
 * @throws UserError if the canvas library doesn't load on this machine
 */
export async function beforeAfter(models: readonly Shown[]): Promise<Uint8Array | undefined> {
  const shown = models.find(({ showcase }) => showcase.rectifying)?.showcase;
  if (!shown?.rectifying) return undefined;
  const { labels, imageSize, distorted, rectifying } = shown;
  const draw = await loadCanvas();
  const height = HEAD + ROWS.length * CELL + models.length * ANSWER + ANSWER / 4;
  const picture = draw.createCanvas(SIDE + labels.length * CELL, height);
  const context = picture.getContext('2d');
  context.fillStyle = colours.background;
  context.fillRect(0, 0, picture.width, picture.height);
  drawLabels(context, labels);
  models.forEach((model, row) => drawAnswers(context, model, row));
  context.imageSmoothingEnabled = false;
  labels.forEach((_, column) => {
    const before = greyCanvas(draw, distorted, imageSize, column);
    const after = greyCanvas(draw, rectifying.images, rectifying.size, column);
    [before, before, after].forEach((image, row) => {
      const scale = Math.max(1, Math.round(IMAGE / image.width));
      const side = scale * image.width;
      const margin = Math.floor((CELL - side) / 2);
      const [left, top] = [SIDE + column * CELL + margin, HEAD + row * CELL + margin];
      context.drawImage(image, left, top, side, side);
      if (row !== 1) return;
      const points = pointsOf(rectifying.outlines, column);
      drawOutline(
        context,
        points.map(([x, y]) => [left + ((x + 1) / 2) * side, top + ((y + 1) / 2) * side]),
      );
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
  context.fillStyle = colours.text;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.font = '20px Oxygen';
  ROWS.forEach((name, row) => context.fillText(name, SIDE / 2, HEAD + (row + 0.5) * CELL));
  context.font = '28px Oxygen';
  labels.forEach((label, column) => {
    context.fillText(String(label), SIDE + (column + 0.5) * CELL, HEAD / 2 + 4);
  });
}

/** A model's answer below each digit; wrong ones in another colour and struck through. */
function drawAnswers(context: SKRSContext2D, { model, showcase }: Shown, row: number): void {
  const middle = HEAD + ROWS.length * CELL + (row + 0.5) * ANSWER;
  context.fillStyle = colours.text;
  context.font = '20px Oxygen';
  context.fillText(model, SIDE / 2, middle);
  context.font = '24px Oxygen';
  showcase.answers.forEach((answer, column) => {
    const isRight = answer === showcase.labels[column];
    const centre = SIDE + (column + 0.5) * CELL;
    context.fillStyle = isRight ? colours.right : colours.wrong;
    context.fillText(String(answer), centre, middle);
    if (!isRight) context.fillRect(centre - 14, middle, 28, 2);
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

type Point = readonly [x: number, y: number];

/** The outline of one digit, closed. */
function pointsOf(outlines: Float32Array, index: number): Point[] {
  const count = 4 * OUTLINE_STEPS;
  const at = (place: number): number => outlines[2 * count * index + place] ?? 0;
  return Array.from({ length: count + 1 }, (_, step) => {
    const place = 2 * (step % count);
    return [at(place), at(place + 1)];
  });
}

/** Draws what a transformer samples. The edge that becomes the top is blue. */
function drawOutline(context: SKRSContext2D, points: readonly Point[]): void {
  const line = (part: readonly Point[], width: number): void => {
    context.lineWidth = width;
    context.beginPath();
    for (const [x, y] of part) context.lineTo(x, y);
    context.stroke();
  };
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.strokeStyle = colours.border;
  line(points.slice(OUTLINE_STEPS), 2);
  context.strokeStyle = colours.top;
  line(points.slice(0, OUTLINE_STEPS + 1), 4);
}
