import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readIdxFile } from '../src/digits.js';
import { temporaryFolder } from './temporary-folder.js';

const twoByThree = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 10, 20, 30, 40, 50, 60];

async function fileOf(bytes: readonly number[]): Promise<string> {
  const path = join(await temporaryFolder(), 'train-images');
  await writeFile(path, Uint8Array.from(bytes));
  return path;
}

test('readIdxFile returns shape and values', async () => {
  const { shape, values } = await readIdxFile(await fileOf(twoByThree), 2, 'Mend it');
  expect(shape).toEqual([2, 3]);
  expect([...values]).toEqual([10, 20, 30, 40, 50, 60]);
});

test.each([
  ['shorter than its header', twoByThree.slice(0, 7), 'it has 7 bytes, fewer than its header'],
  [
    'of another type',
    [0, 0, 13, ...twoByThree.slice(3)],
    'starts with 0x00000d02 instead of 0x00000802',
  ],
  ['cut off', twoByThree.slice(0, -1), 'it has 17 bytes instead of 18'],
  ['too long', [...twoByThree, 0], 'it has 19 bytes instead of 18'],
])('readIdxFile refuses a file that is %s', async (_, bytes, reason) => {
  const path = await fileOf(bytes);
  await expect(readIdxFile(path, 2, 'Mend it')).rejects.toThrow(
    expect.objectContaining({
      name: 'UserError',
      message: expect.stringMatching(
        new RegExp(`^The data file ${path} is damaged: .*${reason}\\. Mend it$`),
      ),
    }),
  );
});

test('readIdxFile names a missing file and the remedy', async () => {
  const path = join(await temporaryFolder(), 'gone');
  await expect(readIdxFile(path, 2, 'Mend it')).rejects.toThrow(
    `The data file ${path} is missing. Mend it`,
  );
});
