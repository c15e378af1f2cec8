import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { assert, beforeAll, describe, expect, test } from 'vitest';

import { startBackend } from '../src/training/start-backend.js';
import { checkpointPath, readCheckpoint } from '../src/training/checkpoint.js';
import type { JobRunner } from '../src/jobs/job.js';
import { temporaryFolder } from './temporary-folder.js';
import { runInProcess, type RunOutcome } from './run-in-process.js';
import { writeSmallMnist } from './small-mnist.js';

// Two jobs in one thread would start it twice at once.
beforeAll(() => startBackend('wasm', 1));

const quick = ['--epochs', '1', '--batch', '20', '--backend', 'wasm'];

/** A folder with a little of MNIST in `data`, and the flags to train on it quickly into `out`. */
async function workspace(): Promise<{ folder: string; out: string; flags: string[] }> {
  const folder = await temporaryFolder();
  const data = await writeSmallMnist(join(folder, 'data'), { training: 240, test: 60 });
  const out = join(folder, 'out');
  return { folder, out, flags: [...quick, '--data', data, '--out', out] };
}

async function listed(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .sort();
}

async function weightsOf(out: string, names = ['cnn', 'st-cnn']): Promise<Buffer> {
  const models = names.map((model) => readFile(join(out, model, 'weights.bin')));
  return Buffer.concat(await Promise.all(models));
}

/** Without the line breaks that fit an output to its terminal. */
function oneLine(text: string): string {
  return text.replaceAll('\n', ' ');
}

/** Stops the run when the ST-CNN has done some steps. */
function runUntil(step: number, flags: readonly string[]): Promise<RunOutcome> {
  return runInProcess(flags, (news, stop) => {
    if (news.kind === 'progress' && news.progress.step >= step) stop();
  });
}

const everything = [
  'before-after.png',
  'cnn/model.json',
  'cnn/weights.bin',
  'curves.svg',
  'history.json',
  'st-cnn/model.json',
  'st-cnn/weights.bin',
];

test('a run trains and tests both models and writes exactly its results', async () => {
  const { out, flags } = await workspace();
  const { code, output, errors } = await runInProcess(flags);
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
  expect(output).toMatch(
    /CNN and ST-CNN on MNIST, distortion: rotation, transformer: affine,\sbilinear; 1 epoch of 240 images/,
  );
  expect(output).toMatch(/│ st-cnn +│ +[\d,]+ │ +\d+\.\d\d % │ +\d+ │ +\d+\.\d° │/);
  expect(await listed(out)).toEqual(everything);
  const history = JSON.parse(await readFile(join(out, 'history.json'), 'utf8')) as {
    models: Record<string, { parameters: number; curve: { step: number }[] }>;
  };
  const { cnn, 'st-cnn': stCnn } = history.models;
  expect(cnn?.curve.map(({ step }) => step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  expect(Math.abs((stCnn?.parameters ?? 0) / (cnn?.parameters ?? 1) - 1)).toBeLessThan(0.05);
});

test('a run with the same seed gives the same bits, another seed other weights', async () => {
  const runs = await Promise.all([0, 1, 2].map(workspace));
  const weights: Buffer[] = [];
  for (const [index, { out, flags }] of runs.entries()) {
    await runInProcess([...flags, '--seed', index < 2 ? '7' : '8']);
    weights.push(await weightsOf(out));
  }
  expect(weights[0]?.equals(weights[1] as Buffer)).toBe(true);
  expect(weights[0]?.equals(weights[2] as Buffer)).toBe(false);
});

test('a resumed run gives the same weights and curve as an uninterrupted one', async () => {
  const [straight, stopped] = [await workspace(), await workspace()];
  await runInProcess(straight.flags);

  const first = await runUntil(5, stopped.flags);
  expect(first.code).toBe(130);
  expect(first.errors).toBe('');
  expect(first.output).toMatch(/Stopped\. The checkpoints are kept; run the same command again/);
  expect(await listed(stopped.out)).toEqual([
    'checkpoints/cnn.checkpoint',
    'checkpoints/st-cnn.checkpoint',
  ]);

  const second = await runInProcess(stopped.flags);
  expect(second.output).toMatch(/^cnn: resuming after step \d+ of 12$/m);
  expect(second.output).toMatch(/^st-cnn: resuming after step \d+ of 12$/m);
  expect((await weightsOf(stopped.out)).equals(await weightsOf(straight.out))).toBe(true);
  const curves = [straight, stopped].map(async ({ out }) => {
    const { models } = JSON.parse(await readFile(join(out, 'history.json'), 'utf8')) as {
      models: { cnn: { curve: unknown } };
    };
    return models.cnn.curve;
  });
  expect(await curves[1]).toEqual(await curves[0]);
});

test('a run starts over and says why after a finished run or other settings', async () => {
  const { out, flags } = await workspace();
  const onlyCnn = [...flags, '--model', 'cnn'];
  await runInProcess(onlyCnn);
  const again = await runUntil(3, [...onlyCnn, '--overwrite']);
  expect(again.output).toContain('cnn: the last run is finished; starting over');
  const other = await runInProcess([...onlyCnn, '--lr', '0.002', '--overwrite']);
  expect(other.output).toMatch(/cnn: settings differ \(learningRate .* → 0\.002\); starting over/);
  expect(await listed(out)).toEqual(everything.filter((name) => !/^(st-|before)/.test(name)));
});

test('a run writes beside a finished one, resumes there, and replaces it only when told', async () => {
  const { out, flags } = await workspace();
  const onlyCnn = [...flags, '--model', 'cnn'];
  await runInProcess(onlyCnn);
  const first = await weightsOf(out, ['cnn']);
  const other = [...onlyCnn, '--seed', '2'];
  const beside = await runUntil(3, other);
  expect(oneLine(beside.output)).toContain(`writes to ${out}-2. Replace them with --overwrite.`);
  const resumed = await runInProcess(other);
  expect(resumed.output).toMatch(/cnn: resuming after step \d+ of 12/);
  expect(await weightsOf(out, ['cnn'])).toEqual(first);
  expect(await weightsOf(`${out}-2`, ['cnn'])).not.toEqual(first);
  expect(oneLine((await runUntil(2, other)).output)).toContain(`writes to ${out}-3`);
  const replaced = await runInProcess([...other, '--overwrite']);
  expect(replaced).toMatchObject({ code: 0, errors: '' });
  expect(await weightsOf(out, ['cnn'])).toEqual(await weightsOf(`${out}-2`, ['cnn']));
});

test.each([
  [true, 'out'],
  [false, 'out-2'],
])('a run asks before it replaces a finished one: %s', async (answer, place) => {
  const { folder, flags } = await workspace();
  const onlyCnn = [...flags, '--model', 'cnn'];
  await runInProcess(onlyCnn);
  const asked: string[] = [];
  const ask = (question: string): Promise<boolean> => {
    asked.push(question);
    return Promise.resolve(answer);
  };
  const run = await runInProcess([...onlyCnn, '--epochs', '2'], undefined, undefined, ask);
  expect(run.code).toBe(0);
  expect(asked).toEqual([expect.stringContaining('Replace them? If not, this run writes to')]);
  const history = await readFile(join(folder, place, 'history.json'), 'utf8');
  expect(JSON.parse(history)).toMatchObject({ settings: { epochs: 2 } });
});

test('a run trains any transform with any sampler', async () => {
  for (const [transform, sampler] of [
    ['tps', 'antialiased'],
    ['flow', 'nearest'],
  ] as const) {
    const { out, flags } = await workspace();
    const chosen = ['--transform', transform, '--sampler', sampler, '--model', 'st-cnn'];
    expect(await runInProcess([...flags, ...chosen])).toMatchObject({ code: 0, errors: '' });
    const saved = await readFile(join(out, 'st-cnn', 'model.json'), 'utf8');
    expect(saved).toContain(`"name":"${transform}"`);
    expect(saved).toContain(`"name":"${sampler}"`);
    expect(await listed(out)).toContain('before-after.png');
  }
});

test('a run does not resume with other data of the same size', async () => {
  const { folder, flags } = await workspace();
  const onlyCnn = [...flags, '--model', 'cnn'];
  await runUntil(2, onlyCnn);
  const labels = join(folder, 'data', 'train-labels-idx1-ubyte');
  const bytes = await readFile(labels);
  bytes[8] = ((bytes[8] ?? 0) + 1) % 10;
  await writeFile(labels, bytes);
  const other = await runUntil(2, onlyCnn);
  expect(other.output).toMatch(
    /^cnn: settings differ \(dataset [0-9a-f]{12} → [0-9a-f]{12}\); starting over$/m,
  );
  const again = await runUntil(2, onlyCnn);
  expect(again.output).toMatch(/^cnn: resuming after step \d+ of 12$/m);
});

describe('a run ends with one line and exit code 1 on', () => {
  async function expectFailure(flags: readonly string[], line: RegExp): Promise<void> {
    const space = await workspace();
    const { code, errors } = await runInProcess([...space.flags, ...flags]);
    expect(code).toBe(1);
    expect(errors).toMatch(line);
    expect(errors.trimEnd()).not.toContain('\n');
  }

  test('a damaged checkpoint, which it keeps', async () => {
    const { out, flags } = await workspace();
    await runUntil(2, flags);
    const path = join(out, 'checkpoints', 'cnn.checkpoint');
    const bytes = await readFile(path);
    const damaged = bytes.subarray(0, bytes.length >> 1);
    await writeFile(path, damaged);
    await expectFailure(
      ['--out', out],
      /^The checkpoint .*cnn\.checkpoint is damaged\. Delete it to start over, or choose/,
    );
    expect(await readFile(path)).toEqual(damaged);
  });

  test('a missing data folder', () =>
    expectFailure(
      ['--data', '/nowhere'],
      /^The data file \/nowhere\/train-images-idx3-ubyte is missing\. Name the folder that has MNIST's/,
    ));

  test('an output folder that cannot be written', async () => {
    const { folder } = await workspace();
    const file = join(folder, 'file');
    await writeFile(file, '');
    await expectFailure(
      ['--out', join(file, 'out')],
      /^Cannot write .*file\/out: a file is in the way\. Move it away, or choose another folder with --out/,
    );
  });

  test('a result that cannot be written, and keeps the checkpoints', async () => {
    const { out } = await workspace();
    await mkdir(join(out, 'history.json'), { recursive: true });
    await expectFailure(['--out', out], /^Cannot write .*history\.json: a folder is in the way\. /);
    expect(await listed(out)).toEqual(expect.arrayContaining(['checkpoints/cnn.checkpoint']));
  });

  test('a batch larger than the data', () =>
    expectFailure(
      ['--batch', '241'],
      /^--batch must be at most 240, the training images, got 241$/m,
    ));

  test('an invalid flag', () =>
    expectFailure(['--backend', 'gpu'], /^Option '--backend <name>' argument 'gpu' is invalid\. /));
});

test('a second run in the same folder ends with one line, and the first one succeeds', async () => {
  const { out, flags } = await workspace();
  const seeds = ['1', '2'].map((seed) => [...flags, '--model', 'st-cnn', '--seed', seed]);
  const runs = await Promise.all(seeds.map((seed) => runInProcess(seed)));
  const [first, second] = runs.toSorted((a, b) => a.code - b.code);
  expect(first).toMatchObject({ code: 0, errors: '' });
  expect(second).toEqual({
    code: 1,
    output: '',
    errors: `Another run is using ${out} (process ${process.pid}). Wait for it to end, or choose another folder with --out\n`,
  });
  expect(await listed(out)).toEqual(everything.filter((name) => !name.startsWith('cnn/')));
});

test('a training that diverges ends with one line and keeps a valid checkpoint', async () => {
  const { out, flags } = await workspace();
  const diverging = [...flags, '--model', 'cnn', '--lr', '1e38'];
  const stopped = await runInProcess(diverging, (news, stop) => {
    if (news.kind === 'progress') stop();
  });
  expect(stopped.code).toBe(130);
  const path = checkpointPath(out, 'cnn');
  const before = await readFile(path);

  const { code, output, errors } = await runInProcess(diverging);
  expect(output).toContain('cnn: resuming after step 1 of 12');
  expect(code).toBe(1);
  expect(errors).toMatch(
    /^The training diverged: the loss is \S+ at step \d+\. Lower --lr; the last/,
  );
  expect(errors.trim().split('\n')).toHaveLength(1);
  expect(await listed(out)).toEqual(['checkpoints/cnn.checkpoint']);
  expect((await readFile(path)).equals(before)).toBe(true);
  const checkpoint = await readCheckpoint(path);
  assert(checkpoint !== undefined && checkpoint !== 'foreign');
  expect(checkpoint.step).toBe(1);
  for (const { values } of checkpoint.weights) {
    expect(values.length).toBeGreaterThan(0);
    expect(values.every(Number.isFinite)).toBe(true);
  }
});

test('a bug in the program is reported in one line with the remedy', async () => {
  const { flags } = await workspace();
  const broken: JobRunner = () => Promise.reject(new TypeError('x is not a function\nand more'));
  const { code, errors } = await runInProcess(flags, undefined, broken);
  expect(code).toBe(1);
  expect(errors).toBe(
    'The program failed: TypeError: x is not a function. This is a bug; please report it with the output under DEBUG=1\n',
  );
});
