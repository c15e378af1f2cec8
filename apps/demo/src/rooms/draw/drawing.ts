/** A place on the pad, from -1 to 1. */
export interface PadPoint {
  readonly x: number;
  readonly y: number;
}

/** What is drawn: lines of points. */
export type Drawing = readonly (readonly PadPoint[])[];

/** Side of the pad in the net's pixels. */
const PAD = 42;
/** How far apart the ends of a digit are that fits MNIST's box of 20 pixels, in the net's. */
const DIAMETER = 22;
/** A dot is no digit, and stays one. */
const LARGEST_SCALE = 4;

/**
 * A drawing as the net wants it, which has learned from digits of one size with their centre of mass
 * in the middle; then turned. None of that depends on the angle at which it was drawn.
 *
 * @param turn degrees, clockwise
 */
export function fitted(drawing: Drawing, turn: number): Drawing {
  const points = drawing.flat();
  if (points.length === 0) return drawing;
  const centre = centreOf(drawing);
  const scale = Math.min(LARGEST_SCALE, (2 * DIAMETER) / PAD / diameterOf(points));
  const angle = (turn * Math.PI) / 180;
  const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
  return drawing.map((line) =>
    line.map(({ x, y }) => ({
      x: cos * (x - centre.x) - sin * (y - centre.y),
      y: sin * (x - centre.x) + cos * (y - centre.y),
    })),
  );
}

/** The centre of mass of lines; of dots, where there is no line. */
function centreOf(drawing: Drawing): PadPoint {
  let [mass, x, y] = [0, 0, 0];
  for (const line of drawing) {
    line.forEach((from, index) => {
      const to = line[index + 1] ?? from;
      // So that a dot weighs something.
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
