const wild = [NaN, Infinity, -Infinity, 1e30, -1e30, 3e38, 1e9, -1e9, 1e-40, -1e-45, 0, -0];

/**
 * A normalised float32 coordinate for an axis of `size` pixels: inside, around or far away, on a
 * pixel's centre or edge or one ulp beside it, or no ordinary number.
 */
export function drawCoordinate(random: () => number, size: number, alignCorners: boolean): number {
  const kind = random();
  if (kind < 0.4) return Math.fround(random() * 2 - 1);
  if (kind < 0.6) return Math.fround((random() * 2 - 1) * 3);
  if (kind < 0.65) return Math.fround((random() * 2 - 1) * 10 ** (random() * 8));
  if (kind < 0.72) return wild[Math.floor(random() * wild.length)] as number;
  const half = Math.floor(random() * (2 * size + 3)) - 2;
  const span = alignCorners ? Math.max(1, size - 1) : size;
  const onHalf = Math.fround((half + (alignCorners ? 0 : 1)) / span - 1);
  return neighbour(onHalf, Math.floor(random() * 3) - 1);
}

/** The float32 that many steps above. Both zeros count as one place, between the least numbers. */
function neighbour(value: number, steps: number): number {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, value);
  const magnitude = bits.getUint32(0) & 0x7fffffff;
  const place = (bits.getUint32(0) >>> 31 === 1 ? -magnitude : magnitude) + steps;
  bits.setUint32(0, place < 0 ? 0x80000000 - place : place);
  return bits.getFloat32(0);
}
