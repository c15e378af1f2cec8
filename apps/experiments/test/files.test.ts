import { cp, mkdir, readdir, readFile, rename, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, onTestFinished, test, vi } from 'vitest';

import { withOutputFolder, writeModel, writeOutput } from '../src/files/output-folder.js';
import { temporaryFolder } from './temporary-folder.js';

const LOCK = '.experiments-lock';
const UNFINISHED = '.experiments-unfinished';

/** Releases the folder at once. */
const nothing = (): Promise<void> => Promise.resolve();

test('writeOutput writes a file and its folders, and nothing else', async () => {
  const folder = join(await temporaryFolder(), 'a', 'b');
  await withOutputFolder(folder, async () => {
    await writeOutput(folder, 'c/d.txt', 'first');
    await writeOutput(folder, 'c/d.txt', 'second');
  });
  expect(await readdir(folder)).toEqual(['c']);
  expect(await readdir(join(folder, 'c'))).toEqual(['d.txt']);
  expect(await readFile(join(folder, 'c', 'd.txt'), 'utf8')).toBe('second');
});

test('writeOutput leaves what was there if it fails, and nothing else', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'taken', 'inside'), { recursive: true });
  const writing = withOutputFolder(folder, () => writeOutput(folder, 'taken', 'text'));
  await expect(writing).rejects.toThrow(
    /^Cannot write .*taken: a folder is in the way\. Move it away, or choose another folder with --out/,
  );
  expect(await readdir(folder)).toEqual(['taken']);
});

test('withOutputFolder creates the folder and leaves it empty', async () => {
  const folder = join(await temporaryFolder(), 'new');
  await withOutputFolder(folder, nothing);
  expect(await readdir(folder)).toEqual([]);
});

test('withOutputFolder refuses a folder that cannot be created', async () => {
  const file = join(await temporaryFolder(), 'file');
  await writeFile(file, '');
  for (const folder of [file, join(file, 'below')]) {
    await expect(withOutputFolder(folder, nothing)).rejects.toThrow(
      `Cannot write ${folder}: a file is in the way. Move it away, or choose another folder with --out`,
    );
  }
});

test('a run keeps files and folders of the user, whatever their names', async () => {
  const folder = await temporaryFolder();
  const theirs = [
    'cnn.old/weights.bin',
    'cnn.part/weights.bin',
    'cnn/notes.txt',
    'd.txt.part',
    '.probe.part',
  ];
  for (const name of theirs) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), name);
  }
  for (let run = 0; run < 2; run++) {
    await withOutputFolder(folder, async () => {
      await writeOutput(folder, 'd.txt', 'text');
      await writeModel(folder, 'cnn', { 'model.json': '{}', 'weights.bin': '' });
    });
  }
  for (const name of theirs) expect(await readFile(join(folder, name), 'utf8')).toBe(name);
  expect((await readdir(join(folder, 'cnn'))).sort()).toEqual([
    'model.json',
    'notes.txt',
    'weights.bin',
  ]);
});

test('writeModel refuses to replace a file of the user', async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'cnn'), 'mine');
  for (let run = 0; run < 2; run++) {
    const writing = withOutputFolder(folder, () =>
      writeModel(folder, 'cnn', { 'model.json': '{}', 'weights.bin': '' }),
    );
    await expect(writing).rejects.toThrow(/^Cannot write .*cnn: a file is in the way\. /);
  }
  expect(await readdir(folder)).toEqual(['cnn']);
  expect(await readFile(join(folder, 'cnn'), 'utf8')).toBe('mine');
});

test('a run removes the unfinished files of a killed run and restores the model it was replacing', async () => {
  const folder = await temporaryFolder();
  await writeModel(folder, 'cnn', { 'model.json': 'good', 'weights.bin': '' });
  await rename(join(folder, 'cnn'), join(folder, UNFINISHED, 'cnn.old'));
  await writeFile(join(folder, UNFINISHED, 'history.json'), 'half');
  await withOutputFolder(folder, nothing);
  expect(await readdir(folder)).toEqual(['cnn']);
  expect(await readFile(join(folder, 'cnn', 'model.json'), 'utf8')).toBe('good');
});

describe('the lock of an output folder', () => {
  const inUse = (folder: string): string =>
    `Another run is using ${folder} (process ${process.pid}). Wait for it to end, or choose another folder with --out`;

  test('refuses a second run until the first one ends', async () => {
    const folder = await temporaryFolder();
    await withOutputFolder(folder, async () => {
      await writeOutput(folder, 'half.txt', 'text');
      await expect(withOutputFolder(folder, nothing)).rejects.toThrow(inUse(folder));
      expect(await readdir(folder)).toContain(UNFINISHED);
    });
    await expect(
      withOutputFolder(folder, () => Promise.reject(new Error('fault'))),
    ).rejects.toThrow('fault');
    await withOutputFolder(folder, nothing);
    expect(await readdir(folder)).toEqual(['half.txt']);
  });

  test('admits exactly one of many runs that start at once', async () => {
    const folder = await temporaryFolder();
    let finish = (): void => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const runs = Array.from({ length: 20 }, () => withOutputFolder(folder, () => finished));
    const refused = runs.map((run) => run.then(() => 0).catch(() => 1));
    // The admitted run waits until all others have ended.
    let ended = 0;
    for (const run of refused) void run.then(() => (ended += 1) === 19 && finish());
    const count = (await Promise.all(refused)).reduce<number>((sum, one) => sum + one, 0);
    expect(count).toBe(19);
    expect(await readdir(folder)).toEqual([]);
  });

  /** Leaves a lock as this process makes one, with its owner changed. */
  async function leaveLock(change: (owner: string) => string): Promise<string> {
    const folder = await temporaryFolder();
    const lock = join(folder, LOCK);
    await withOutputFolder(folder, () => cp(lock, `${lock}-copy`, { recursive: true }));
    await rename(`${lock}-copy`, lock);
    const [owner = ''] = await readdir(lock);
    await rename(join(lock, owner), join(lock, change(owner)));
    return folder;
  }

  test('is taken over from an earlier process with the same id', async () => {
    const folder = await leaveLock((owner) => owner.replace(/^(\d+)-\d+/, '$1-1'));
    await withOutputFolder(folder, nothing);
    expect(await readdir(folder)).toEqual([]);
  });

  test('is taken over by one run at a time', async () => {
    const folder = await leaveLock((owner) => owner.replace(/^\d+/, '4194999'));
    let inside = 0;
    const use = async (): Promise<void> => {
      inside += 1;
      expect(inside).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 5));
      inside -= 1;
    };
    const runs = Array.from({ length: 20 }, () => withOutputFolder(folder, use));
    const ends = await Promise.allSettled(runs);
    const refused = ends.flatMap((end) => (end.status === 'rejected' ? [String(end.reason)] : []));
    expect(refused.length).toBeLessThan(runs.length);
    for (const reason of refused) expect(reason).toContain(inUse(folder));
    expect(await readdir(folder)).toEqual([]);
  });

  test('is respected while its owner on another machine gives signs of life', async () => {
    const folder = await leaveLock((owner) => `${owner}-elsewhere`);
    await expect(withOutputFolder(folder, nothing)).rejects.toThrow(
      /^Another run is using .* \(process \d+ on .*-elsewhere\)\. Wait .*, or choose another folder with --out\. Its lock lapses two minutes after its last sign of life$/,
    );
    const [owner = ''] = await readdir(join(folder, LOCK));
    const longAgo = new Date(Date.now() - 121_000);
    await utimes(join(folder, LOCK, owner), longAgo, longAgo);
    await withOutputFolder(folder, nothing);
    expect(await readdir(folder)).toEqual([]);
  });

  test('gives signs of life', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const folder = await temporaryFolder();
    await withOutputFolder(folder, async () => {
      const [owner = ''] = await readdir(join(folder, LOCK));
      const start = Date.now();
      vi.advanceTimersByTime(60_000);
      await vi.waitFor(async () => {
        const { mtimeMs } = await stat(join(folder, LOCK, owner));
        expect(mtimeMs).toBeGreaterThanOrEqual(start + 59_000);
      });
    });
  });
});
