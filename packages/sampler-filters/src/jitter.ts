import type { MultiSampleConfig } from './multi-sample.js';

/** Where the samples of an output lie, and what each says about the slope. */
export interface Jitter {
  /** For each sample `[outHeight · outWidth, 2]` in normalised units. */
  readonly offsets: readonly Float32Array[];
  /** For each sample the same shape: the slope is their sum, weighed by the samples' differences. */
  readonly weights: readonly Float32Array[];
}

/**
 * Normally distributed offsets for every output pixel, and the weights of the least-squares slope
 * through the pixel itself: the rows of (DᵀD)⁻¹Dᵀ for the matrix D of its offsets.
 *
 * The angles of a pixel's samples are evenly apart and its radii evenly likely, from a random start,
 * so that no pixel's samples lie on a line.
 */
export function jitter(
  { taps, spread, seed }: MultiSampleConfig,
  [height, width]: readonly [number, number],
): Jitter {
  const pixels = height * width;
  const make = (): Float32Array[] =>
    Array.from({ length: taps }, () => new Float32Array(pixels * 2));
  const [offsets, weights] = [make(), make()];
  const random = mixedRandom(seed);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const [turn, rank, direction] = [random(), random(), random() < 0.5 ? 1 : -1];
    const points = Array.from({ length: taps }, (_, tap) => {
      const angle = 2 * Math.PI * (turn + (direction * tap) / taps);
      // In an order that has no pattern with the angles.
      const quantile = (((tap * stride(taps)) % taps) + rank) / taps;
      const radius = spread * Math.sqrt(-2 * Math.log(1 - quantile));
      return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
    });
    writeSlopeWeights(points, pixel, offsets, weights);
  }
  return { offsets, weights };
}

function writeSlopeWeights(
  points: readonly (readonly [number, number])[],
  pixel: number,
  offsets: readonly Float32Array[],
  weights: readonly Float32Array[],
): void {
  let [xx, xy, yy] = [0, 0, 0];
  for (const [x, y] of points) {
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  const determinant = xx * yy - xy * xy;
  points.forEach(([x, y], tap) => {
    offsets[tap]!.set([x, y], pixel * 2);
    const slopeX = (yy * x - xy * y) / determinant;
    const slopeY = (xx * y - xy * x) / determinant;
    weights[tap]!.set([slopeX, slopeY], pixel * 2);
  });
}

/** A step through all of `count` places that is neither 1 nor their divisor, if there is one. */
function stride(count: number): number {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
  for (let step = Math.round(count * 0.382); step < count; step++) {
    if (step > 1 && divisor(count, step) === 1) return step;
  }
  return 1;
}

/** Numbers in [0, 1), the same on every machine (splitmix32). */
function mixedRandom(seed: number): () => number {
  let state = (seed % 2 ** 32) ^ Math.floor(seed / 2 ** 32);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}
