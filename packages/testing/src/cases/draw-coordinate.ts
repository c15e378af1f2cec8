/** The range of the coordinates of a case. */
export type CoordinateRange = 'inside' | 'outside' | 'far' | 'borders' | 'not-finite';

const notFinite = [NaN, Infinity, -Infinity, 3e38, -3e38, 1e9, -1e9, 0.25, -0.5];

/** Draws one normalised float32 coordinate for an axis of `size` pixels. */
export function drawCoordinate(
  random: () => number,
  range: CoordinateRange,
  size: number,
  alignCorners: boolean,
): number {
  const between = (limit: number): number => Math.fround(limit * (2 * random() - 1));
  switch (range) {
    case 'inside':
      return between(0.99);
    case 'outside':
      return between(2.5);
    case 'far':
      return random() < 0.5 ? between(2e3) : between(2e5);
    case 'borders':
      return border(random, size, alignCorners);
    case 'not-finite':
      return notFinite[Math.floor(random() * notFinite.length)]!;
    default:
      throw new Error(`samplingCases: unknown range ${String(range satisfies never)}`);
  }
}

/** A coordinate on a pixel's centre or edge at either end, or one ulp next to it. */
function border(random: () => number, size: number, alignCorners: boolean): number {
  const pixels = [-1.5, -1, -0.5, 0, 0.5, 1, size - 2, size - 1.5, size - 1, size - 0.5, size];
  const pixel = pixels[Math.floor(random() * pixels.length)]!;
  const span = alignCorners ? Math.max(size - 1, 1) : size;
  const normalised = (alignCorners ? 2 * pixel : 2 * pixel + 1) / span - 1;
  return nextFloat32(normalised, Math.floor(random() * 3) - 1);
}

const view = new DataView(new ArrayBuffer(4));

/** The float32 value `steps` values above a finite one, or below if negative. */
function nextFloat32(value: number, steps: number): number {
  view.setFloat32(0, value);
  const bits = view.getUint32(0);
  const ordinal = bits < 0x80000000 ? bits : 0x80000000 - bits;
  const moved = ordinal + steps;
  view.setUint32(0, moved >= 0 ? moved : 0x80000000 - moved);
  return view.getFloat32(0);
}
