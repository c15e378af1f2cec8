import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { defaultDataFolder } from '../src/digits.js';

/** The first images and labels of MNIST, as files of the same format in a folder. */
export async function writeSmallMnist(
  folder: string,
  counts: { readonly training: number; readonly test: number },
): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [set, count] of [
    ['train', counts.training],
    ['t10k', counts.test],
  ] as const) {
    await writeFirst(folder, `${set}-images-idx3-ubyte`, count, 16, 28 * 28);
    await writeFirst(folder, `${set}-labels-idx1-ubyte`, count, 8, 1);
  }
  return folder;
}

async function writeFirst(
  folder: string,
  name: string,
  count: number,
  header: number,
  itemSize: number,
): Promise<void> {
  const bytes = Buffer.alloc(header + count * itemSize);
  const file = await open(join(defaultDataFolder(), name));
  try {
    await file.read(bytes, 0, bytes.length, 0);
  } finally {
    await file.close();
  }
  bytes.writeUInt32BE(count, 4);
  await writeFile(join(folder, name), bytes);
}
