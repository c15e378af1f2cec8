import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import { decode } from 'fast-png';
import { beforeAll, describe, expect, test } from 'vitest';

import { readCheckpointFile } from '../../src/files/checkpoint-file.js';
import { runCellJob } from '../../src/paper/cell-job.js';
import type { CellResult } from '../../src/paper/cell-result.js';
import type { CellRunner } from '../../src/paper/run-cell.js';
import { runPaper } from '../../src/paper/run-paper.js';
import { CELL_FORMAT, type CellState } from '../../src/paper/training/train-cell.js';
import { startBackend } from '../../src/training/start-backend.js';
import { writeSmallMnist } from '../small-mnist.js';
import { temporaryFolder } from '../temporary-folder.js';

beforeAll(() => startBackend('wasm', 1));

interface Run {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

interface RunOptions {
  readonly sources?: string;
  /** Stops when a line has this text. */
  readonly stopAt?: string;
}

/** Runs `npm run paper` with cells in this thread. */
async function paper(
  args: readonly string[],
  { sources = 'abc', stopAt }: RunOptions = {},
): Promise<Run> {
  const texts = { output: '', errors: '' };
  const stop = new AbortController();
  const stream = (name: keyof typeof texts): Writable =>
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        texts[name] += chunk.toString();
        done();
      },
    });
  const runCell: CellRunner = async (job, onLine, signal) => {
    const end = await runCellJob(
      job,
      (message) => {
        if (message.kind === 'epoch') onLine(`epoch ${message.epochs}`);
        if (stopAt === `epoch ${message.kind === 'epoch' ? message.epochs : 0}`) stop.abort();
      },
      signal,
    );
    if (end.kind === 'failure') throw new Error(end.text);
    return end.kind === 'finished' ? end.result : undefined;
  };
  const code = await runPaper([...args, '--backend', 'wasm'], {
    console: { output: stream('output'), errors: stream('errors'), columns: 100 },
    runCell,
    provenance: () => ({ commit: 'c0ffee', sources }),
    environment: {},
    signal: stop.signal,
  });
  return { code, ...texts };
}

async function place(): Promise<{ readonly out: string; readonly flags: string[] }> {
  const folder = await temporaryFolder();
  const data = await writeSmallMnist(join(folder, 'data'), { training: 300, test: 60 });
  const out = join(folder, 'out');
  return { out, flags: ['--data', data, '--out', out, '--seed', '1', '--epochs', '2'] };
}

async function cellsOf(out: string): Promise<CellResult[]> {
  const text = await readFile(join(out, 'paper.json'), 'utf8');
  return (JSON.parse(text) as { cells: CellResult[] }).cells;
}

const withoutTime = (cells: readonly CellResult[]): object[] =>
  cells.map((cell) => ({ ...cell, seconds: 0 }));

describe('npm run paper', () => {
  test('records a cell with everything that it depends on', async () => {
    const { out, flags } = await place();
    expect(await paper([...flags, '--cell', 'st-fcn/affine/R'])).toMatchObject({ code: 0 });
    const [cell] = await cellsOf(out);
    expect(cell).toMatchObject({
      model: 'st-fcn',
      transform: 'affine',
      distortion: 'R',
      seed: 1,
      epochs: 2,
      steps: 2 * Math.floor(300 / 128),
      backend: 'wasm',
      threads: 1,
      commit: 'c0ffee',
      sources: 'abc',
    });
    expect(cell?.error).toBeGreaterThan(0);
    expect(cell?.error).toBeLessThanOrEqual(100);
    expect(cell?.history.length).toBe(2);
    expect(cell?.history[0]?.health?.coverage).toBeGreaterThan(0.5);
    await paper([...flags, 'report', '--cell', 'st-fcn/affine/R']);
    expect(await readFile(join(out, 'paper.md'), 'utf8')).toContain('(rectified-R.png)');
    const { width, height, data } = decode(await readFile(join(out, 'rectified-R.png')));
    // Nine classes are among 60 digits.
    expect([width, height]).toEqual([9 * 64, 2 * 64]);
    // The distorted digits above, the rectified ones below; both rows show ink.
    for (const row of [0, 1]) {
      const ink = data.slice(row * 64 * width, (row + 1) * 64 * width).filter((grey) => grey > 128);
      expect(ink.length).toBeGreaterThan(1000);
    }
    const page = await readFile(join(out, 'paper.md'), 'utf8');
    expect(page).toContain(`| ST-FCN affine | ${cell?.error.toFixed(2)} (1.2) |`);
    expect(await readFile(join(out, 'paper-curves.svg'), 'utf8')).toContain('ST-FCN affine');
  });

  test('trains two transformers in parallel on sums of digits', async () => {
    const { out, flags } = await place();
    expect(await paper([...flags, '--cell', '2x-st-fcn/affine/ADD'])).toMatchObject({ code: 0 });
    expect(await cellsOf(out)).toMatchObject([{ model: '2x-st-fcn', distortion: 'ADD' }]);
  });

  test('trains a transformer before each convolution on numbers', async () => {
    const { out, flags } = await place();
    const args = [...flags.slice(0, -1), '1', '--cell', 'st-cnn-multi/affine/MULTI64'];
    expect(await paper(args)).toMatchObject({ code: 0 });
    const [cell] = await cellsOf(out);
    expect(cell).toMatchObject({ model: 'st-cnn-multi', distortion: 'MULTI64', steps: 2 });
    // Four transformers, all at the identity.
    expect(cell?.history[0]?.health?.coverage).toBeGreaterThan(0.8);
  });

  test('trains an encoder, then a transformer that finds digits', async () => {
    const { out, flags } = await place();
    expect(await paper([...flags, '--cell', 'CO-TC'])).toMatchObject({ code: 0 });
    const [cell] = await cellsOf(out);
    expect(cell).toMatchObject({ model: 'st-cnn', transform: 'attention', distortion: 'CO-TC' });
    // The box starts at two thirds of the image: it holds four times a digit's.
    expect(cell?.history[0]?.health?.determinant).toBeCloseTo(4, 0);
    expect(cell?.error).toBeGreaterThan(50);
  });

  test('resumes a stopped cell with the same result, and repeats one that is named', async () => {
    const { out, flags } = await place();
    const args = [...flags, '--cell', 'fcn/P'];
    const stopped = await paper(args, { stopAt: 'epoch 1' });
    expect(stopped).toMatchObject({ code: 130 });
    const folder = join(out, 'fcn-P-1');
    const kept = await readCheckpointFile<CellState>(join(folder, 'cell.checkpoint'), CELL_FORMAT);
    expect(kept).toMatchObject({ step: 2 });
    expect((await paper(args)).code).toBe(0);
    const resumed = withoutTime(await cellsOf(out));

    await rm(out, { recursive: true });
    await paper(args);
    expect(withoutTime(await cellsOf(out))).toEqual(resumed);
    const again = await paper(args);
    expect(again.output).toContain('epoch 1');
    expect(withoutTime(await cellsOf(out))).toEqual(resumed);
  });

  test('trains what is not recorded, whatever the sources', async () => {
    const { out, flags } = await place();
    // A part of two cells; none is named.
    const args = [...flags.slice(0, -1), '1', '--shard', '6/25'];
    expect((await paper(args)).output).toContain('2 of 2 cells to train');
    expect((await cellsOf(out)).length).toBe(2);
    expect((await paper(args)).output).toContain('0 of 2 cells to train');
    // Results count as well where the collected file is lost.
    await rm(join(out, 'paper.json'));
    expect((await paper(['report', ...args])).output).toContain('2 of 2 cells are finished');
    expect((await cellsOf(out)).length).toBe(2);
    expect((await paper(args)).output).toContain('0 of 2 cells to train');
    expect((await paper(args, { sources: 'def' })).output).toContain('0 of 2 cells to train');
    expect((await paper([...args, '--epochs', '2'], { stopAt: 'epoch 1' })).output).toContain(
      '2 of 2 cells to train',
    );
  });

  test('refuses a checkpoint of other sources by name', async () => {
    const { flags } = await place();
    const args = [...flags, '--cell', 'fcn/E'];
    await paper(args, { stopAt: 'epoch 1' });
    const { code, errors } = await paper(args, { sources: 'def' });
    expect(code).toBe(1);
    expect(errors).toMatch(/The checkpoint .*cell\.checkpoint has another sources/);
  });

  test('says what is wrong with damaged files', async () => {
    const { out, flags } = await place();
    const args = [...flags, '--cell', 'fcn/E'];
    await paper(args, { stopAt: 'epoch 1' });
    const checkpoint = join(out, 'fcn-E-1', 'cell.checkpoint');
    await writeFile(checkpoint, (await readFile(checkpoint)).subarray(0, -1));
    expect((await paper(args)).errors).toContain('is damaged. Delete it to start over');
    await writeFile(join(out, 'paper.json'), '{}');
    expect((await paper(args)).errors).toContain('Cannot read the results');
    expect(existsSync(join(out, 'paper.md'))).toBe(false);
  });

  test('prints its help, and refuses unknown options', async () => {
    expect((await paper(['--help'])).output).toContain('--shard <i/n>');
    expect((await paper(['--cells'])).errors).toContain("Unknown option '--cells'");
  });
});
