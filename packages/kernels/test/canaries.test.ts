import { describe, expect, it } from 'vitest';

import { paddingNumbers, scratchBytes, tasks } from '../src/abi.js';
import { compileKernels } from '../src/compile-kernels.js';
import { linkKernels } from '../src/link-kernels.js';

const memory = new WebAssembly.Memory({ initial: 8 });
const kernels = linkKernels(await compileKernels('plain'), memory);

/** A byte that no kernel would write by chance, around every array. */
const canary = 0xa5;
const guard = 4096;

interface Region {
  readonly name: string;
  readonly address: number;
  readonly bytes: number;
  readonly writable: boolean;
}

/**
 * Lays arrays out with guards right before and behind each. The one named `last` ends where memory
 * does, so that even reading behind it would trap.
 */
function layOut(
  sizes: Record<string, number>,
  writable: readonly string[],
  last: string,
): Region[] {
  new Uint8Array(memory.buffer).fill(canary);
  let address = guard;
  return Object.entries(sizes).map(([name, bytes]) => {
    const start = name === last ? memory.buffer.byteLength - bytes : address;
    if (name !== last) address = Math.ceil((address + bytes + guard) / 16) * 16;
    return { name, address: start, bytes, writable: writable.includes(name) };
  });
}

/** The same numbers every time (mulberry32). */
let seed = 1;
function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
}

/** Names of what changed although it must not: read-only arrays and everything in between. */
function trespasses(before: Uint8Array, regions: readonly Region[]): string[] {
  const after = new Uint8Array(memory.buffer);
  const found = new Set<string>();
  for (let i = 0; i < after.length; i++) {
    if (after[i] === before[i]) continue;
    const inside = regions.find(({ address, bytes }) => i >= address && i < address + bytes);
    if (inside?.writable !== true) found.add(inside?.name ?? `guard at ${i}`);
  }
  return [...found];
}

const shapes: readonly [height: number, width: number, outHeight: number, outWidth: number][] = [
  [1, 1, 1, 1],
  [1, 7, 3, 5],
  [6, 1, 4, 9],
  [5, 6, 7, 13],
  [9, 8, 35, 67],
  [9, 8, 3, 8],
  [12, 10, 34, 64],
  [7, 9, 2, 68],
];
const coordinates = {
  inside: () => random() * 1.6 - 0.8,
  around: () => random() * 6 - 3,
  wild: () => [NaN, Infinity, -Infinity, 1e30, -1e30, 1e-40, -1, 1, 0][Math.floor(random() * 9)],
} as const;

/** What is done, which array ends where memory does, and what may be written. */
const jobs = [
  [tasks.forward, 'image', ['output']],
  [tasks.forward, 'output', ['output']],
  [tasks.forward, 'field', ['output']],
  [tasks.backpropImage, 'image', ['image']],
  [tasks.backpropImage, 'output', ['image']],
  [tasks.backpropField, 'image', ['gradient', 'sums']],
  [tasks.backpropField, 'output', ['gradient', 'sums']],
  [tasks.backpropField, 'gradient', ['gradient', 'sums']],
] as const;

describe('kernels keep to their arrays', () => {
  const cases = shapes.flatMap((shape) =>
    [1, 2, 3, 4, 5, 8, 17].flatMap((channels) =>
      Object.keys(paddingNumbers).map((padding) => ({ shape, channels, padding })),
    ),
  );

  it.each(cases)('$shape, $channels channels, $padding', ({ shape, channels, padding }) => {
    const [height, width, outHeight, outWidth] = shape;
    const sizes = {
      scratch: scratchBytes,
      image: height * width * channels * 4,
      field: outHeight * outWidth * 8,
      output: outHeight * outWidth * channels * 4,
      gradient: outHeight * outWidth * 8,
      matrix: 36,
      sums: 72,
      fill: channels * 4,
    };
    for (const draw of Object.values(coordinates)) {
      for (const [task, last, results] of jobs) {
        const regions = layOut(sizes, ['scratch', ...results], last);
        const at = Object.fromEntries(regions.map(({ name, address }) => [name, address]));
        const address = (name: keyof typeof sizes): number => at[name] as number;
        for (const name of ['image', 'output', 'fill'] as const) {
          fillWith(address(name), sizes[name], random);
        }
        for (const name of ['field', 'matrix'] as const) {
          fillWith(address(name), sizes[name], () => draw() ?? 0);
        }
        // Every other time the last row is 0 0 1: affine, which goes its own way.
        if (random() < 0.5) {
          new Float32Array(memory.buffer, address('matrix') + 24, 3).set([0, 0, 1]);
        }
        fillWith(address('gradient'), sizes.gradient, () => 0);
        fillWith(address('sums'), sizes.sums, () => 0);
        const before = new Uint8Array(memory.buffer).slice();
        const image = [address('image'), height, width, channels] as const;
        const options = [
          random() < 0.5,
          paddingNumbers[padding] as number,
          random() < 0.5 ? 0 : address('fill'),
          0,
          outHeight,
        ] as const;
        kernels.grid_bilinear_f32(
          task,
          address('scratch'),
          ...image,
          address('field'),
          address('gradient'),
          address('output'),
          outWidth,
          ...options,
        );
        kernels.homography_bilinear_f32(
          task,
          address('scratch'),
          ...image,
          address('matrix'),
          address('sums'),
          address('output'),
          outHeight,
          outWidth,
          ...options,
        );
        expect(trespasses(before, regions)).toEqual([]);
      }
    }
  });
});

function fillWith(address: number, bytes: number, draw: () => number): void {
  const values = new Float32Array(memory.buffer, address, bytes / 4);
  for (let i = 0; i < values.length; i++) values[i] = draw();
}
