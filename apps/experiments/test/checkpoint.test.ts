import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { expect, test } from 'vitest';

import {
  type Checkpoint,
  checkpointPath,
  readCheckpoint,
  writeCheckpoint,
  planStart,
} from '../src/training/checkpoint.js';
import type { Settings } from '../src/settings.js';
import { newTraining } from '../src/training/training-state.js';
import { temporaryFolder } from './temporary-folder.js';

const settings: Settings = {
  epochs: 1,
  batch: 10,
  learningRate: 0.01,
  seed: 1,
  distortion: 'rotation',
  backend: 'wasm',
  transform: 'affine',
  sampler: 'bilinear',
  images: 60,
  dataset: '0123456789ab',
};

function example(): Checkpoint {
  const array = (...values: number[]): Float32Array => Float32Array.from(values);
  return {
    ...newTraining(settings),
    step: 3,
    seconds: 1.5,
    weights: [
      {
        name: 'a/kernel',
        shape: [1, 2],
        values: array(0.1, -0),
        moments: { mean: array(1, 2), square: array(3, 4) },
      },
      {
        name: 'ü',
        shape: [],
        values: array(NaN),
        moments: { mean: array(5), square: array(1e-40) },
      },
    ],
  };
}

async function kept(): Promise<{ out: string; path: string }> {
  const out = await temporaryFolder();
  const path = checkpointPath(out, 'cnn');
  await writeCheckpoint(out, 'cnn', example());
  return { out, path };
}

test('a checkpoint is read back to the bit', async () => {
  const { path } = await kept();
  expect(await readCheckpoint(path)).toEqual(example());
  expect(await readdir(dirname(path))).toEqual(['cnn.checkpoint']);
});

test('readCheckpoint returns undefined without a file', async () => {
  expect(await readCheckpoint(checkpointPath(await temporaryFolder(), 'cnn'))).toBeUndefined();
});

test.each([
  ['empty', () => Buffer.alloc(0)],
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 5)],
  ['changed in one bit', (bytes: Buffer) => bytes.fill((bytes.at(-1) ?? 0) ^ 1, bytes.length - 1)],
  [
    'some other file',
    () => Buffer.from('not a checkpoint at all, but long enough to look like one'),
  ],
])('readCheckpoint reports a file that is %s as damaged', async (_, damage) => {
  const { path } = await kept();
  await writeFile(path, damage(await readFile(path)));
  await expect(readCheckpoint(path)).rejects.toThrow(
    `The checkpoint ${path} is damaged. Delete it to start over, or choose another folder with --out`,
  );
});

test('planStart resumes with the same settings', async () => {
  const { out } = await kept();
  const start = await planStart(out, 'cnn', settings);
  expect(start).toEqual({ checkpoint: example(), note: 'cnn: resuming after step 3 of 6' });
});

test('planStart starts over with other settings and names them', async () => {
  const { out } = await kept();
  const start = await planStart(out, 'cnn', { ...settings, learningRate: 0.02, epochs: 2 });
  expect(start).toEqual({
    note: 'cnn: settings differ (epochs 1 → 2, learningRate 0.01 → 0.02); starting over',
  });
});

test('planStart starts over with other data of the same size', async () => {
  const { out } = await kept();
  const start = await planStart(out, 'cnn', { ...settings, dataset: 'ba9876543210' });
  expect(start).toEqual({
    note: 'cnn: settings differ (dataset 0123456789ab → ba9876543210); starting over',
  });
});

test('planStart starts over after a checkpoint of another version', async () => {
  const { out, path } = await kept();
  const bytes = await readFile(path);
  const header = 36 + bytes.readUInt32LE(32);
  const before = Buffer.from(
    bytes.toString('utf8', 36, header).replace(/"format":\d+/, '"format":1'),
  );
  const length = Buffer.alloc(4);
  length.writeUInt32LE(before.length);
  const body = Buffer.concat([length, before, bytes.subarray(header)]);
  await writeFile(path, Buffer.concat([createHash('sha256').update(body).digest(), body]));
  expect(await planStart(out, 'cnn', settings)).toEqual({
    note: 'cnn: the checkpoint is from another version; starting over',
  });
});

test('planStart has no note for the first run', async () => {
  expect(await planStart(await temporaryFolder(), 'cnn', settings)).toEqual({});
});
