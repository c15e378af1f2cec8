import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { resultsProblem } from '../src/results/results-problem.js';
import type { BenchmarkResults } from '../src/results/results.js';
import { runInProcess } from './run-in-process.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-cli-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What keeps a run short. */
const small = (): string[] =>
  '--quick --no-browser --python /nowhere/python --out'.split(' ').concat(folder);

describe('bench', () => {
  it('measures, checks and reports, from the command line to the files', async () => {
    const { code, output, errors } = await runInProcess([
      ...small(),
      '--op',
      'affine',
      '--shape',
      '1x16x12x3',
    ]);
    expect(errors).toContain('[1/2] affine forward 1x16x12x3');
    expect(code).toBe(0);
    expect(output).toMatch(/affine forward 1x16x12x3 +\| tfjs-stn on /);
    const results: BenchmarkResults = JSON.parse(
      await readFile(join(folder, 'results.json'), 'utf8'),
    );
    expect(resultsProblem(results)).toBeUndefined();
    const [affine] = results.cases;
    const status = Object.fromEntries(
      affine?.results.map((each) => [each.name, each.status]) ?? [],
    );
    expect(status).toMatchObject({
      'tfjs-stn on cpu': 'timed',
      'tfjs-stn on wasm': 'timed',
      'tfjs-stn on wasm+kernels': 'timed',
      'tf.image.transform on wasm': 'timed',
      'tfjs ops on wasm': 'timed',
      'onnxruntime-web, 1 thread': 'timed',
      'onnxruntime-node, 1 thread': 'timed',
      'OpenCV.js': 'timed',
      'PyTorch, 1 thread': 'absent',
      memcpy: 'timed',
    });
    expect(await readFile(join(folder, 'results.md'), 'utf8')).toContain(
      '- PyTorch, 1 thread, absent in 2 cases: no Python with torch: spawn /nowhere/python ENOENT',
    );
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('<svg');
  });

  it('measures what is asked for and nothing else', async () => {
    const { code } = await runInProcess([
      ...small(),
      '--backend',
      'wasm',
      '--op',
      'grid-nearest',
      '--shape',
      '1x8x8x1',
    ]);
    expect(code).toBe(0);
    const results: BenchmarkResults = JSON.parse(
      await readFile(join(folder, 'results.json'), 'utf8'),
    );
    expect(results.cases.map(({ name }) => name)).toEqual([
      'grid-nearest forward 1x8x8x1',
      'grid-nearest backward 1x8x8x1',
    ]);
    const backends = results.cases.flatMap((each) => each.results.map(({ backend }) => backend));
    expect(new Set(backends)).toEqual(new Set(['wasm', '']));
  });

  it('reports on what is measured when it is stopped, and exits 130', async () => {
    const signal = AbortSignal.abort();
    const { code, output } = await runInProcess(small(), signal);
    expect(code).toBe(130);
    expect(output).toContain('Written: ');
  });

  it.each([
    [['--ops', 'affine'], "Unknown option '--ops' (Did you mean --op?)"],
    [['--backend', 'cuda'], "Option '--backend <names...>' argument 'cuda' is invalid."],
    [['--shape', '512x512'], 'It must be batch, height, width and channels, such as 1x512x512x3.'],
    [['--op', 'swirl'], '--op must be one of affine'],
    [['--seed', 'x'], 'It must be an integer of at most nine digits.'],
    [['--from', '/nowhere.json'], 'Cannot read /nowhere.json'],
  ])('refuses %j in a line', async (args, message) => {
    const { code, errors, output } = await runInProcess(args);
    expect(code).toBe(1);
    expect(output).toBe('');
    expect(errors).toContain(message);
    expect(errors.trimEnd()).not.toContain('\n');
  });

  it('has a help that names operations and backends', async () => {
    const { code, output } = await runInProcess(['--help']);
    expect(code).toBe(0);
    expect(output).toContain('Operations: affine, projective, tps');
    expect(output).toContain('Backends: cpu, wasm, wasm+kernels');
  });
});
