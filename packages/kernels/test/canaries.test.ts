import { describe, expect, it } from 'vitest';

import {
  fieldNumbers,
  paddingNumbers,
  samplerNumbers,
  taskNumbers,
  samplingCall,
} from '../src/abi.generated.js';
import { compileKernels, linkKernels } from '../src/compile-kernels.js';
import { lanczosTable, lanczosTableSize } from '../src/lanczos-table.js';
import { writeCall } from '../src/write-call.js';
import { samplingWorkspace } from '../src/sampling-workspace.js';
import { seededRandom } from '@tfjs-stn/testing';
import { layOut, trespasses } from './support/guarded-memory.js';

const memory = new WebAssembly.Memory({ initial: 48 });
const kernels = linkKernels(await compileKernels('plain'), memory);

type Shape = readonly [height: number, width: number, outHeight: number, outWidth: number];

const shapes: readonly Shape[] = [
  [1, 1, 1, 1],
  [1, 7, 3, 5],
  [6, 1, 4, 9],
  [5, 6, 7, 13],
  [9, 8, 3, 8],
  [12, 10, 3, 256],
  // More than one tile in both directions.
  [9, 8, 18, 261],
];
const wild = [NaN, Infinity, -Infinity, 1e30, -1e30, 1e-40, -1, 1, 0];
const coordinates: readonly ((random: () => number) => number)[] = [
  (random) => random() * 1.6 - 0.8,
  (random) => random() * 6 - 3,
  (random) => wild[Math.floor(random() * wild.length)] as number,
];

/** What is done, which array ends where memory does, and what may be written. */
const jobs = [
  [taskNumbers.forward, 'image', ['output']],
  [taskNumbers.forward, 'output', ['output']],
  [taskNumbers.forward, 'source', ['output']],
  [taskNumbers.forward, 'basis', ['output']],
  [taskNumbers.gradImage, 'image', ['image']],
  [taskNumbers.gradImage, 'output', ['image']],
  [taskNumbers.gradImage, 'sink', ['image']],
  [taskNumbers.gradField, 'image', ['gradient']],
  [taskNumbers.gradField, 'output', ['gradient']],
  [taskNumbers.gradField, 'basis', ['gradient']],
  [taskNumbers.gradField, 'gradient', ['gradient']],
] as const;

/** The same for a sampler whose weights come from memory. */
const weightJobs = [
  [taskNumbers.forward, 'weights', ['output']],
  [taskNumbers.gradImage, 'weights', ['image']],
  [taskNumbers.gradField, 'weights', ['gradient']],
  [taskNumbers.offsets, 'points', ['points']],
  [taskNumbers.gradWeights, 'points', ['points']],
  [taskNumbers.gradWeights, 'image', ['points']],
] as const;

const terms = 7;

/** Floats of one item's source. */
function sourceSize(field: keyof typeof fieldNumbers, points: number): number {
  if (field === 'homography') return 9;
  return field === 'grid' ? points * 2 : terms * 2;
}

interface Case {
  readonly batch: number;
  readonly shape: Shape;
  readonly channels: number;
  readonly field: keyof typeof fieldNumbers;
}

function casesOf(some: readonly Shape[], channelCounts: readonly number[], batch = 2): Case[] {
  const fields = Object.keys(fieldNumbers) as (keyof typeof fieldNumbers)[];
  return some.flatMap((shape) =>
    channelCounts.flatMap((channels) => fields.map((field) => ({ batch, shape, channels, field }))),
  );
}

describe.each(Object.keys(samplerNumbers))('%s keeps to its arrays', (sampler) => {
  const ofMemory = sampler === 'separable';
  const tapCounts = ofMemory ? [1, 2, 3, 4, 5, 8, 9] : [2, 4, 6, 8, 16];
  const cases = [...casesOf(shapes, [1, 2, 3, 4, 5, 8, 17])];
  // Of half a MiB and more: these do not stay in cache, and are touched before they are read. So low
  // that most points have a neighbour in the last row.
  const touched = [
    ...casesOf([[4, 16500, 3, 30]], [1]),
    ...casesOf([[4, 5600, 3, 30]], [3]),
    ...casesOf([[4, 1000, 3, 30]], [17]),
    // Points enough for whole rows to be read ahead.
    ...casesOf([[4, 11000, 88, 250]], [1], 3),
    ...casesOf([[4, 3700, 30, 250]], [3], 3),
    ...casesOf([[4, 650, 6, 220]], [17], 3),
  ];

  it.each([
    ...cases.map((one) => ({ ...one, allowed: jobs })),
    ...(ofMemory ? cases.map((one) => ({ ...one, allowed: weightJobs })) : []),
    // Weights of so many points are too many for this memory, and read where those of lanczos are.
    ...(ofMemory ? [] : touched).map((one) => ({
      ...one,
      allowed: jobs.filter(([, last]) => last === 'image'),
    })),
  ])('$field, $shape, $channels channels', ({ batch, shape, channels, field, allowed }) => {
    const [height, width, outHeight, outWidth] = shape;
    const random = seededRandom(height * 1009 + outWidth * 31 + channels);
    const points = outHeight * outWidth;
    const perItem = sourceSize(field, points);
    const taps = tapCounts[channels % tapCounts.length] as number;
    const at = samplingWorkspace(channels, terms, taps);
    const sizes = {
      call: 160,
      scratch: at.bytes - at.scratch,
      image: batch * height * width * channels * 4,
      source: batch * perItem * 4,
      basis: points * terms * 4,
      output: batch * points * channels * 4,
      gradient: batch * perItem * (field === 'grid' ? 4 : 8),
      fill: channels * 4,
      sink: channels * 4,
      weights: ofMemory ? batch * points * 2 * taps * 4 : 0,
      points: ofMemory ? batch * points * 2 * taps * 4 : 0,
      table: lanczosTableSize(taps) * 4,
    };
    for (const padding of Object.values(paddingNumbers)) {
      for (const draw of coordinates) {
        const [task, last, results] = allowed[
          Math.floor(random() * allowed.length)
        ] as (typeof jobs)[0];
        const ofPoints = (results as readonly string[])[0] === 'points';
        const regions = layOut(memory, sizes, ['call', 'scratch', 'sink', ...results], last);
        const address = (name: keyof typeof sizes): number =>
          regions.find((region) => region.name === name)?.address as number;
        const floats = (name: keyof typeof sizes): Float32Array =>
          new Float32Array(memory.buffer, address(name), sizes[name] / 4);
        for (const name of ['image', 'output', 'fill', 'basis', 'weights'] as const) {
          fillWith(floats(name), random);
        }
        fillWith(floats('source'), () => draw(random));
        // Every other time the last row is 0 0 1: affine, which goes its own way.
        if (field === 'homography' && random() < 0.5) {
          for (let n = 0; n < batch; n++) {
            new Float32Array(memory.buffer, address('source') + n * 36 + 24, 3).set([0, 0, 1]);
          }
        }
        floats('gradient').fill(0);
        if (sampler === 'lanczos') floats('table').set(lanczosTable(taps));
        writeCall(memory.buffer, address('call'), samplingCall, {
          task,
          sampler: samplerNumbers[sampler] as number,
          field: fieldNumbers[field],
          padding,
          alignCorners: random() < 0.5,
          cubic: -0.75,
          taps,
          table: address('table'),
          image: address('image'),
          height,
          width,
          channels,
          output: address('output'),
          outHeight,
          outWidth,
          source: address('source'),
          basis: address('basis'),
          terms,
          gradient: address(ofPoints ? 'points' : 'gradient'),
          initial: 0,
          weights: address('weights'),
          weightsRow: 0,
          weightsStride: points * 4,
          axisStride: batch * points * 4,
          batch,
          imageStride: height * width * channels * 4,
          outputStride: points * channels * 4,
          sourceStride: perItem * 4,
          gradientStride: ofPoints ? points * 4 : perItem * (field === 'grid' ? 4 : 8),
          rowBegin: 0,
          rowEnd: outHeight,
          bandRows: 0,
          bandStride: 0,
          imageRowBegin: 0,
          imageRowEnd: height,
          fill: address('fill'),
          sink: address('sink'),
          scratch: address('scratch'),
          tapRows: address('scratch') + at.tapRows - at.scratch,
        });
        const before = new Uint8Array(memory.buffer).slice();
        kernels.sample_f32(address('call'));
        expect(trespasses(memory, before, regions)).toEqual([]);
      }
    }
  });
});

function fillWith(values: Float32Array, draw: () => number): void {
  for (let i = 0; i < values.length; i++) values[i] = draw();
}
