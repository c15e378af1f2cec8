import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmdirSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Writable } from 'node:stream';

import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';

import type { CellResult } from '../../src/paper/cell-result.js';
import { runPaper } from '../../src/paper/run-paper.js';
import { writeSmallMnist } from '../small-mnist.js';
import { temporaryFolder } from '../temporary-folder.js';
import { queueServers, type QueueServer } from './queue-server.js';
import { isBuilt, startPaper, type RunningPaper } from './start-paper.js';

/** A queue with its folders, and the commands of `npm run paper` on it. */
interface Place {
  readonly folder: string;
  readonly data: string;
  readonly out: string;
  readonly queue: readonly string[];
  /** Puts cells into the queue. */
  enqueue(...flags: readonly string[]): Promise<string>;
  worker(...flags: readonly string[]): RunningPaper;
  status(): Promise<string>;
}

const training = (data: string): string[] => ['--backend', 'wasm', '--data', data];

async function place(server: QueueServer): Promise<Place> {
  const folder = await temporaryFolder();
  const data = await writeSmallMnist(join(folder, 'data'), { training: 300, test: 60 });
  const out = join(folder, 'out');
  const queue = ['--queue', await server.fresh()];
  const recorded = ['--results', join(folder, 'recorded', 'paper.json')];
  return {
    folder,
    data,
    out,
    queue,
    enqueue: (...flags) => complete([...queue, ...training(data), ...recorded, ...flags]),
    worker: (...flags) =>
      startPaper(['worker', ...queue, '--data', data, '--out', out, '--lease', '2', ...flags]),
    status: () => complete(['status', ...queue]),
  };
}

/** The output of a command that succeeds. */
async function complete(args: readonly string[]): Promise<string> {
  const { code, output } = await startPaper(args).ended;
  expect(output.trim()).not.toBe('');
  expect({ code, output }).toMatchObject({ code: 0 });
  return output;
}

async function tableIn(folder: string): Promise<object[]> {
  const { cells } = JSON.parse(await readFile(join(folder, 'paper.json'), 'utf8')) as {
    cells: CellResult[];
  };
  return cells.map((cell) => ({ ...cell, seconds: 0 }));
}

/** The table that one process makes of the same cells. */
async function localTable({ folder, data }: Place, ...flags: readonly string[]): Promise<object[]> {
  const out = join(folder, 'local');
  await complete([...training(data), '--out', out, '--results', join(out, 'paper.json'), ...flags]);
  return tableIn(out);
}

const cell = ['--seed', '1', '--cell', 'fcn/R', '--epochs', '30'];
let ofOneProcess: Promise<object[]> | undefined;
/** The table of this cell, made once by one process. */
const expectedTable = (there: Place): Promise<object[]> =>
  (ofOneProcess ??= localTable(there, ...cell));

const oneFinished = '1 of 1 cells are finished, 0 in training, 0 waiting, 0 failed';

const canMount = mountable();

for (const { name, start } of queueServers) {
  const why = [...(start ? [] : [`without ${name}`]), ...(isBuilt ? [] : ['without a build'])];
  const note = why.length > 0 ? ` (skipped ${why.join(' and ')})` : '';

  describe.skipIf(why.length > 0)(`a queue [${name}]${note}`, () => {
    let server: QueueServer;
    beforeAll(async () => {
      if (start) server = await start();
    });
    afterAll(() => server.stop());

    test('three workers make the table that one process makes', async () => {
      const there = await place(server);
      const cells = ['--seed', '1', '2', '--cell', 'fcn/R', 'fcn/P', 'fcn/E', '--epochs', '2'];
      expect(await there.enqueue(...cells)).toContain('6 of 6 cells are new in the queue');
      expect(await there.enqueue(...cells)).toContain('0 of 6 cells are new in the queue');
      expect(await there.status()).toContain('0 of 6 cells are finished, 0 in training, 6 waiting');
      const ends = await Promise.all([1, 2, 3].map(() => there.worker().ended));
      expect(ends.map(({ code }) => code)).toEqual([0, 0, 0]);
      const trained = ends.map(({ output }) => output.split('test error').length - 1);
      expect(trained.reduce((sum, count) => sum + count)).toBe(6);
      expect(await tableIn(there.out)).toEqual(await localTable(there, ...cells));
      const status = await there.status();
      expect(status).toContain('6 of 6 cells are finished');
      expect(status).toMatch(/\| FCN \| \d+\.\d\d \(2\.1\) \|/);
    });

    test('the cell of a killed worker goes on elsewhere, and no orphan trains it', async () => {
      const there = await place(server);
      await there.enqueue(...cell);
      const stopped = there.worker();
      await stopped.until('epoch 2 of 30');
      // Keeps a checkpoint, which is otherwise written every 20 seconds.
      stopped.child.kill('SIGTERM');
      expect(await stopped.ended).toMatchObject({ code: 130 });
      const killed = there.worker();
      await killed.until('epoch 4 of 30');
      const trainer = childrenOf(killed.child.pid);
      killed.child.kill('SIGKILL');
      expect((await killed.ended).output).not.toContain('epoch 1 of 30');
      await vi.waitUntil(() => trainer.every((pid) => !existsSync(`/proc/${pid}`)), 30_000);
      const last = await there.worker().ended;
      expect(last).toMatchObject({ code: 0 });
      expect(last.output).not.toContain('epoch 1 of 30');
      expect(await there.status()).toContain(oneFinished);
      expect(await tableIn(there.out)).toEqual(await expectedTable(there));
    });

    test('a restart of the server in mid-cell loses nothing', async () => {
      const there = await place(server);
      await there.enqueue(...cell);
      const worker = there.worker();
      await worker.until('epoch 2 of 30');
      await server.restart();
      expect(await worker.ended).toMatchObject({ code: 0 });
      expect(await there.status()).toContain(oneFinished);
      expect(await tableIn(there.out)).toEqual(await expectedTable(there));
    });

    test('a result counts once where two workers were given the same cell', async () => {
      const there = await place(server);
      await there.enqueue(...cell);
      const silent = there.worker();
      await silent.until('epoch 2 of 30');
      // It can't renew its lock, but its child trains on.
      silent.child.kill('SIGSTOP');
      const second = await there.worker().ended;
      silent.child.kill('SIGCONT');
      expect(second).toMatchObject({ code: 0 });
      expect(await silent.ended).toMatchObject({ code: 0 });
      expect(await there.status()).toContain(oneFinished);
      expect(await tableIn(there.out)).toEqual(await expectedTable(there));
    });

    test('a worker with another commit or data set is refused by name', async () => {
      const there = await place(server);
      await there.enqueue(...cell);
      expect(await otherCommit(there)).toMatch(
        /^This worker has commit c0ffee, sources abc, but the queue's cells are of commit [0-9a-f]{40}\+?, sources [0-9a-f]{12}\. Check out and build that commit here, or queue/,
      );
      const data = await writeSmallMnist(join(there.folder, 'other'), { training: 299, test: 60 });
      const { code, output } = await there.worker('--data', data).ended;
      expect(code).toBe(1);
      expect(output).toMatch(
        /This worker has data set [0-9a-f]{12}, but the queue's cells are of data set [0-9a-f]{12}\. Name its folder with --data, or queue/,
      );
      expect(await there.status()).toContain('0 of 1 cells are finished, 0 in training, 1 waiting');
    });

    test.skipIf(!canMount)(
      'a worker with a full disk hands its cell back (skipped where nothing can be mounted)',
      async () => {
        const there = await place(server);
        await there.enqueue(...cell);
        const disk = await smallDisk(there.folder);
        const full = await there.worker('--out', disk).ended;
        expect(full.code).toBe(1);
        expect(full.output).toMatch(/^Cannot write .*: the disk is full/m);
        expect(await readdir(join(disk, 'fcn-R-1'))).toEqual([]);
        expect((await there.worker().ended).code).toBe(0);
        expect(await there.status()).toContain(oneFinished);
        expect(await tableIn(there.out)).toEqual(await expectedTable(there));
      },
    );
  });
}

/** What a worker of another commit says. */
async function otherCommit({ queue, data, out }: Place): Promise<string> {
  let text = '';
  const errors = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  const code = await runPaper(['worker', ...queue, '--data', data, '--out', out], {
    console: { output: new PassThrough().resume(), errors, columns: 100 },
    runCell: () => Promise.reject(new Error('trains')),
    provenance: () => ({ commit: 'c0ffee', sources: 'abc' }),
    environment: {},
    signal: new AbortController().signal,
  });
  expect(code).toBe(1);
  return text;
}

/** A disk on which a checkpoint has no room. */
async function smallDisk(folder: string): Promise<string> {
  const disk = join(folder, 'disk');
  await mkdir(disk);
  onTestFinished(() => void spawnSync('umount', [disk]));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]);
  expect(status).toBe(0);
  return disk;
}

/** Whether this process may mount a disk. */
function mountable(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-mount-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]);
  if (status === 0) spawnSync('umount', [folder]);
  rmdirSync(folder);
  return status === 0;
}

/** The processes that a process has started, where the system tells. */
function childrenOf(pid: number | undefined): string[] {
  const { stdout } = spawnSync('pgrep', ['-P', String(pid)], { encoding: 'utf8' });
  return (stdout ?? '').split('\n').filter(Boolean);
}
