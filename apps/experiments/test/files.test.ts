import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { prepareFolder } from '../src/files/prepare-folder.js';
import { writeAtomically } from '../src/files/write-atomically.js';
import { temporaryFolder } from './temporary-folder.js';

test('writes a file and its folders, and nothing beside it', async () => {
  const folder = join(await temporaryFolder(), 'a', 'b');
  await writeAtomically(join(folder, 'c.txt'), 'first');
  await writeAtomically(join(folder, 'c.txt'), 'second');
  expect(await readdir(folder)).toEqual(['c.txt']);
  expect(await readFile(join(folder, 'c.txt'), 'utf8')).toBe('second');
});

test('a failed write leaves what was there, and nothing beside it', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
  await expect(writeAtomically(join(folder, 'taken'), 'text')).rejects.toThrow(
    /^Cannot write .*taken: a folder is in the way\. Choose another folder with --out/,
  );
  expect(await readdir(folder)).toEqual(['taken']);
});

test('a folder is made and left empty', async () => {
  const folder = join(await temporaryFolder(), 'new');
  await prepareFolder(folder);
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that cannot be is refused', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  for (const folder of [file, join(file, 'below')]) {
    await expect(prepareFolder(folder)).rejects.toThrow(
      `Cannot write ${folder}: a file is in the way. Choose another folder with --out`,
    );
  }
});
