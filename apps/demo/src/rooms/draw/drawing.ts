import { IMAGE_SIZE } from '../../model/choices.js';

/** A place on the pad, from -1 to 1. */
export interface PadPoint {
  readonly x: number;
  readonly y: number;
}

/** A drawing: lines of points. */
export type Drawing = readonly (readonly PadPoint[])[];

/** Diameter of a digit whose lines fit MNIST's box of 20 pixels, in pixels of the net's input. */
const DIAMETER = 18;
/** Keeps a dot from being blown up. */
const LARGEST_SCALE = 4;
/** The least diameter of a digit's longest line, as a share of the pad's half. */
const SMALLEST = 0.15;

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

/** Whether a drawing is of dots only, or too small for a digit: in all likelihood by accidental touches. */
export function areDots(drawing: Drawing): boolean {
  return drawing.every((line) => diameterOf(line) < SMALLEST);
}

function diameterOf(points: readonly PadPoint[]): number {
  let largest = 0;
  for (const a of points) {
    for (const b of points) largest = Math.max(largest, Math.hypot(a.x - b.x, a.y - b.y));
  }
  return largest;
}

/** Width of MNIST's lines, in its pixels. */
const LINE_WIDTH = 2.6;

/** Rasterises a drawing to `42 · 42` grey values, 0 (paper) to 1 (ink), with soft edges. */
export function rasterise(drawing: Drawing): Float32Array<ArrayBuffer> {
  const grey = new Float32Array(IMAGE_SIZE * IMAGE_SIZE);
  const pixel = ({ x, y }: PadPoint): PadPoint => ({
    x: ((x + 1) * IMAGE_SIZE - 1) / 2,
    y: ((y + 1) * IMAGE_SIZE - 1) / 2,
  });
  for (const line of drawing) {
    line.forEach((from, index) => {
      // A dot is a line from a point to itself.
      if (index > 0 || line.length === 1)
        inkLine(grey, pixel(line[index - 1] ?? from), pixel(from));
    });
  }
  return grey;
}

/** Draws one straight line with round ends: ink fades over the pixel that its edge runs through. */
function inkLine(grey: Float32Array, from: PadPoint, to: PadPoint): void {
  const reach = LINE_WIDTH / 2 + 0.5;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy;
  const last = IMAGE_SIZE - 1;
  const [top, bottom] = [Math.min(from.y, to.y) - reach, Math.max(from.y, to.y) + reach];
  const [left, right] = [Math.min(from.x, to.x) - reach, Math.max(from.x, to.x) + reach];
  for (let y = Math.max(0, Math.ceil(top)); y <= Math.min(last, bottom); y++) {
    for (let x = Math.max(0, Math.ceil(left)); x <= Math.min(last, right); x++) {
      const along = ((x - from.x) * dx + (y - from.y) * dy) / (square || 1);
      const share = Math.min(1, Math.max(0, along));
      const distance = Math.hypot(x - from.x - share * dx, y - from.y - share * dy);
      const ink = Math.min(1, Math.max(0, reach - distance));
      const index = y * IMAGE_SIZE + x;
      grey[index] = Math.max(grey[index] as number, ink);
    }
  }
}

/** Reads lines `x,y x,y / x,y …` in hundredths of the pad's half. */
export function linesOf(text: string): Drawing {
  return text.split(' / ').map((line) =>
    line.split(' ').map((pair) => {
      const [x = 0, y = 0] = pair.split(',').map(Number);
      return { x: x / 100, y: y / 100 };
    }),
  );
}

/** A drawing of each digit. */
export const exampleDrawings: readonly Drawing[] = [
  '4,-60 -9,-57 -25,-47 -31,-34 -35,-17 -37,0 -35,17 -30,34 -23,47 -10,58 4,60 17,55 29,43 34,30 37,13 39,-3 37,-18 32,-33 26,-46 13,-56 2,-61',
  '-25,-21 10,-60 8,60',
  '-31,-32 -26,-44 -18,-56 -5,-61 8,-61 21,-53 30,-40 30,-27 25,-11 17,1 6,14 -4,26 -15,38 -25,50 -33,58 / -33,58 34,56',
  '-30,-46 -19,-55 -4,-62 12,-58 25,-49 27,-35 23,-21 8,-13 -4,-6 8,-1 25,6 33,18 34,32 28,44 18,55 5,61 -10,61 -24,55 -36,43',
  '4,-61 -34,15 37,13 / 18,-17 13,63',
  '-25,-58 -30,-11 / -30,-11 -19,-16 -4,-20 9,-16 22,-9 30,3 31,21 26,37 17,51 4,59 -12,57 -29,50 -34,47 / -25,-58 30,-59',
  '12,-61 4,-54 -7,-43 -16,-30 -23,-18 -30,-3 -34,11 -34,26 -29,43 -20,56 -4,61 12,58 25,47 31,32 25,17 12,6 -1,6 -15,11 -24,23 -30,34',
  '-34,-56 33,-58 -10,61 / -20,0 29,-4',
  '2,-4 -9,-13 -21,-24 -25,-37 -19,-53 -8,-61 8,-61 19,-55 25,-41 22,-28 12,-16 0,-4 -11,6 -23,16 -30,26 -28,40 -21,54 -11,61 5,62 18,58 29,45 31,27 23,15 10,4 0,-4',
  '25,-39 15,-48 2,-59 -10,-59 -22,-49 -30,-37 -26,-20 -16,-6 -2,-5 13,-11 22,-29 28,-40 29,-31 28,-13 26,4 24,21 19,37 11,50 -2,60 -16,61 -30,54',
].map(linesOf);
