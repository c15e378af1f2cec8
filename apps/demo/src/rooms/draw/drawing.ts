import { IMAGE_SIZE } from '../../model/choices.js';

/** A place on the pad, from -1 to 1. */
export interface PadPoint {
  readonly x: number;
  readonly y: number;
}

/** A drawing: lines of points. */
export type Drawing = readonly (readonly PadPoint[])[];

/** Diameter of a digit that fits MNIST's box of 20 pixels, in pixels of the net's input. */
const DIAMETER = 22;
/** Keeps a dot from being blown up. */
const LARGEST_SCALE = 4;

/**
 * Normalises a drawing like the digits of MNIST, to one size with the centre of mass in the middle,
 * and rotates it. The normalisation doesn't depend on the angle of the drawing.
 *
 * @param turn degrees, clockwise
 */
export function fitted(drawing: Drawing, turn: number): Drawing {
  const points = drawing.flat();
  if (points.length === 0) return drawing;
  const centre = centreOf(drawing);
  const scale = Math.min(LARGEST_SCALE, (2 * DIAMETER) / IMAGE_SIZE / diameterOf(points));
  const angle = (turn * Math.PI) / 180;
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  return drawing.map((line) =>
    line.map(({ x, y }) => ({
      x: cos * (x - centre.x) - sin * (y - centre.y),
      y: sin * (x - centre.x) + cos * (y - centre.y),
    })),
  );
}

/** The centre of mass of the lines, or of the dots if there are no lines. */
function centreOf(drawing: Drawing): PadPoint {
  let [mass, x, y] = [0, 0, 0];
  for (const line of drawing) {
    line.forEach((from, index) => {
      const to = line[index + 1] ?? from;
      // Gives dots a weight.
      const length = Math.hypot(to.x - from.x, to.y - from.y) + 1e-12;
      mass += length;
      x += (length * (from.x + to.x)) / 2;
      y += (length * (from.y + to.y)) / 2;
    });
  }
  return { x: x / mass, y: y / mass };
}

function diameterOf(points: readonly PadPoint[]): number {
  let largest = 0;
  for (const a of points) {
    for (const b of points) largest = Math.max(largest, Math.hypot(a.x - b.x, a.y - b.y));
  }
  return largest;
}

/** Samples per pixel and axis: edges are grey, as in the training digits. */
const FINE = 6;
/** Width of MNIST's lines, in its pixels. */
const LINE_WIDTH = 2.6;

/** Rasterises a drawing to `42 · 42` grey values, 0 (paper) to 1 (ink). */
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
    // A dot is a line from a point to itself.
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

/** Examples of hand-drawn digits. */
export const exampleDrawings: readonly (readonly [digit: number, drawing: Drawing])[] = [
  [2, [[...arc(0, -0.3, 0.32, 200, 395), point(-0.34, 0.55), point(0.4, 0.55)]]],
  [3, [[...arc(-0.02, -0.28, 0.3, 215, 440), ...arc(-0.02, 0.28, 0.33, -80, 145)]]],
  [
    4,
    [
      [point(-0.05, -0.6), point(-0.38, 0.1), point(0.38, 0.1)],
      [point(0.18, -0.25), point(0.16, 0.62)],
    ],
  ],
  [
    5,
    [
      [
        point(0.33, -0.58),
        point(-0.25, -0.56),
        point(-0.3, -0.06),
        ...arc(-0.02, 0.24, 0.36, -110, 140),
      ],
    ],
  ],
  [7, [[point(-0.36, -0.52), point(0.36, -0.52), point(-0.08, 0.6)]]],
];

function point(x: number, y: number): PadPoint {
  return { x, y };
}

/** An arc, in degrees clockwise from the right. */
function arc(x: number, y: number, radius: number, from: number, to: number): PadPoint[] {
  const count = Math.ceil(Math.abs(to - from) / 12);
  return Array.from({ length: count + 1 }, (_, index) => {
    const angle = ((from + ((to - from) * index) / count) * Math.PI) / 180;
    return { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle) };
  });
}
