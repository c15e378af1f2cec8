import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { measureAll } from '../src/cli/measure-all.js';
import type { Options } from '../src/cli/options.js';
import { parseOptions } from '../src/cli/parse-options.js';
import type { RunContext } from '../src/cli/run.js';
import { resultsProblem } from '../src/results/results-problem.js';
import type { BenchmarkResults } from '../src/results/results.js';
import { runInProcess } from './run-in-process.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bench-cli-'));
  // So that no Python is found; torch.test.ts has one.
  vi.stubEnv('PATH', folder);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

const readJson = async (): Promise<BenchmarkResults> =>
  JSON.parse(await readFile(join(folder, 'results.json'), 'utf8'));

/** A file that is no README with comments, no folder and no program. */
const noReadme: string = new URL('fixtures/nothing.mjs', import.meta.url).pathname;

/** Options of a run of two small cases. */
function plain(): Options {
  const request = parseOptions(
    [...small(), '--op', 'affine', '--shape', '1x4x4x1', '--backend', 'wasm'],
    80,
  );
  if (request.kind !== 'run') throw new Error(request.text);
  return request.options;
}

function context(): RunContext {
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const console = { output, errors: output, interactive: false, columns: 80 };
  return { console, signal: new AbortController().signal };
}

/** What keeps a run short. */
const small = (): string[] => '--quick --no-browser --out'.split(' ').concat(folder);

describe('bench', () => {
  it('measures, checks and reports, from the command line to the files', async () => {
    const { code, output, errors } = await runInProcess([
      ...small(),
      ...'--backend cpu wasm wasm+kernels'.split(' '),
      '--op',
      'affine',
      '--shape',
      '1x16x12x3',
    ]);
    expect(errors).toContain('[1/2] affine forward 1x16x12x3');
    expect(code).toBe(0);
    expect(output).toMatch(/affine forward 1x16x12x3 +\| tfjs-stn on /);
    const results = await readJson();
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
      'OpenCV.js (scalar build)': 'timed',
      'PyTorch, 1 thread': 'absent',
      memcpy: 'timed',
    });
    expect(await readFile(join(folder, 'results.md'), 'utf8')).toContain(
      '- PyTorch, 1 thread, absent in 2 cases: no Python with torch: spawn python3 ENOENT',
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
    const results = await readJson();
    expect(results.cases.map(({ name }) => name)).toEqual([
      'grid-nearest forward 1x8x8x1',
      'grid-nearest backward 1x8x8x1',
    ]);
    const backends = results.cases.flatMap((each) => each.results.map(({ backend }) => backend));
    expect(new Set(backends)).toEqual(new Set(['wasm', '']));
  });

  it('reports on what is measured when it is stopped, and exits 130', async () => {
    const stop = new AbortController();
    const one = ['--op', 'affine', '--shape', '1x8x8x1', '--backend', 'wasm'];
    const { code, output } = await runInProcess([...small(), ...one], stop.signal, (text) => {
      // In the second case, whose contestants are still to be checked and timed.
      if (text.includes('[2/2')) stop.abort();
    });
    expect(code).toBe(130);
    expect(output).toContain('Written: ');
    const results = await readJson();
    expect(results.complete).toBe(false);
    expect(results.cases.map(({ name }) => name)).toEqual(['affine forward 1x8x8x1']);
  });

  it('skips what there is no time for, and says so', async () => {
    const options = { ...plain(), minutes: 0 };
    const results = await measureAll(options, context(), async () => undefined);
    expect(results).toMatchObject({
      complete: true,
      cases: [],
      skipped: [expect.anything(), expect.anything()],
    });
  });

  it('keeps what it has after every case, for runs that break', async () => {
    const saved: number[] = [];
    await measureAll(plain(), context(), async ({ cases, complete }) => {
      expect(complete).toBe(false);
      saved.push(cases.length);
    });
    expect(saved).toEqual([1, 2]);
  });

  it.each([
    [['--ops', 'affine'], "Unknown option '--ops' (Did you mean --op?)"],
    [['--backend', 'cuda'], "Option '--backend <names...>' argument 'cuda' is invalid."],
    [['--shape', '512x512'], 'It must be batch, height, width and channels, such as 1x512x512x3.'],
    [['--op', 'swirl'], '--op must be one of affine'],
    [['--seed', 'x'], 'It must be an integer of at most nine digits.'],
    [['--from', '/nowhere.json'], 'Cannot read /nowhere.json'],
    [['--op', 'affine-nearest', '--quick'], '--quick has no case of affine-nearest. Leave it out'],
    [['--page', '--op', 'affine'], "Option '--page' cannot be used with option '--op <names...>'."],
    [['--from', 'x', '--quick'], "Option '--from <results>' cannot be used with option '--quick'."],
    [
      ['--quick', '--readme', 'x'],
      "Option '--readme <file>' cannot be used with option '--quick'.",
    ],
    [['--port', '80'], '--port is that of the page. Give it with --page'],
    [
      ['--backend', 'chromium-webgl', '--no-browser'],
      '--no-browser leaves out --backend chromium-webgl. Choose one',
    ],
    [['--readme', '/nowhere.md'], "--readme /nowhere.md can't be read:"],
    [['--readme', noReadme], 'must have <!-- performance:begin -->'],
    [['--out', noReadme], `Cannot write to ${noReadme}:`],
    [['--op', 'affine', '--python', '/nowhere/python'], '--python /nowhere/python must be'],
    [['--op', 'affine', '--chromium', noReadme], `--chromium ${noReadme} must be a Chromium`],
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
