import { allocateFloats } from '@tfjs-stn/core/~internal';

/** Where `multiSample` takes its auxiliary samples. */
export interface MultiSampleConfig {
  /** Auxiliary samples per output pixel, from 3 to 64. Default 8. */
  readonly taps: number;
  /**
   * Standard deviation of their distance from the point along each axis, in normalised units: 2 is
   * the image's width. From 0.0001, below which float32 does not tell the samples apart, to 100.
   * Default 0.4.
   */
  readonly spread: number;
  /** Makes another pattern of them, a whole number from 0. Default 0. */
  readonly seed: number;
}

/** Where the samples of every output pixel lie, and what each says about the slope. */
export interface Pattern {
  readonly taps: number;
  /** `[taps, outHeight, outWidth, 2]` in normalised units. */
  readonly offsets: Float32Array;
  /** The same shape: the slope is their sum, weighed by the samples' differences. */
  readonly weights: Float32Array;
}

/**
 * Normally distributed offsets for every output pixel, and the weights of the least-squares slope
 * through the pixel itself: the rows of (DᵀD)⁻¹Dᵀ for the matrix D of its offsets.
 *
 * The angles of a pixel's samples are evenly apart and its radii evenly likely, from a random start,
 * so that no pixel's samples lie on a line.
 */
export function makePattern(
  { taps, spread, seed }: MultiSampleConfig,
  [height, width]: readonly [number, number],
): Pattern {
  const pixels = height * width;
  const offsets = allocateFloats('multiSample', 'pattern', [taps, height, width, 2]);
  const weights = new Float32Array(offsets.length);
  const random = seededUniform(seed);
  // In an order that has no pattern with the angles.
  const ranks = Float64Array.from({ length: taps }, (_, tap) => (tap * stride(taps)) % taps);
  for (let pixel = 0; pixel < pixels; pixel++) {
    const [turn, rank, direction] = [random(), random(), random() < 0.5 ? 1 : -1];
    for (let tap = 0; tap < taps; tap++) {
      const angle = 2 * Math.PI * (turn + (direction * tap) / taps);
      const quantile = ((ranks[tap] as number) + rank) / taps;
      const radius = spread * Math.sqrt(-2 * Math.log(1 - quantile));
      const at = (tap * pixels + pixel) * 2;
      offsets[at] = radius * Math.cos(angle);
      offsets[at + 1] = radius * Math.sin(angle);
    }
    writeSlopeWeights(pixel, pixels, offsets, weights);
  }
  return { taps, offsets, weights };
}

function writeSlopeWeights(
  pixel: number,
  pixels: number,
  offsets: Float32Array,
  weights: Float32Array,
): void {
  let [xx, xy, yy] = [0, 0, 0];
  for (let at = pixel * 2; at < offsets.length; at += pixels * 2) {
    const [x, y] = [offsets[at] as number, offsets[at + 1] as number];
    xx += x * x;
    xy += x * y;
    yy += y * y;
  }
  const determinant = xx * yy - xy * xy;
  for (let at = pixel * 2; at < offsets.length; at += pixels * 2) {
    const [x, y] = [offsets[at] as number, offsets[at + 1] as number];
    weights[at] = (yy * x - xy * y) / determinant;
    weights[at + 1] = (xx * y - xy * x) / determinant;
  }
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
function seededUniform(seed: number): () => number {
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

/** Output sizes whose patterns are kept: one that is trained at, and one that is tested at. */
const capacity = 2;

/**
 * The patterns of a config, each made at its first use. They are numbers of the host, so that there is
 * nothing to dispose of: 16 bytes for every sample, as much as the field and the points take.
 */
export function cachedPatterns(
  config: MultiSampleConfig,
): (size: readonly [height: number, width: number]) => Pattern {
  /** From the one used longest ago to the one used last. */
  const patterns = new Map<string, Pattern>();
  return (size) => {
    const key = size.join();
    const pattern = patterns.get(key) ?? makePattern(config, size);
    patterns.delete(key);
    patterns.set(key, pattern);
    const [oldest] = patterns.keys();
    if (patterns.size > capacity && oldest !== undefined) patterns.delete(oldest);
    return pattern;
  };
}
