import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import { add, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { measureAll, type RunContext } from '../src/cli/measure.js';
import { parseOptions, type Options } from '../src/cli/options.js';
import { useBackend } from '../src/contestants/tfjs-host.js';
import { readResults } from '../src/results/files.js';
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

const written = (): Promise<BenchmarkResults> => readResults(join(folder, 'results.json'));

/** A file that is no README with comments, no folder and no program. */
const noReadme: string = new URL('fixtures/nothing.mjs', import.meta.url).pathname;

/** Options of a run of two small cases. */
function plain(): Options {
  const options = parseOptions(
    [...small(), '--op', 'affine', '--shape', '1x4x4x1', '--backend', 'wasm'],
    80,
  );
  if (typeof options === 'string') throw new Error(options);
  return options;
}

function context(): RunContext {
  const output = new Writable({ write: (_chunk, _encoding, done) => done() });
  const console = { output, errors: output, interactive: false, columns: 80 };
  return { console, signal: new AbortController().signal };
}

/** What keeps a run short. */
const small = (): string[] => '--quick --no-browser --out'.split(' ').concat(folder);

describe('bench', () => {
  it('measures, checks and reports, from the command line to files', async () => {
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
    expect(output).toMatch(/affine forward 1x16x12x3 +wasm\+kernels[ ,]/);
    const [, ...tables] = output.split('\nWritten')[0]?.split('\n') ?? [];
    for (const line of tables) expect(line.length).toBeLessThanOrEqual(100);
    const results = await written();
    const names = results.cases.map(({ name }) => name);
    expect(results.cases[0]?.results.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'tfjs-stn on cpu',
        'tfjs-stn on wasm',
        'tfjs-stn on wasm+kernels',
        'tf.image.transform on wasm',
        'tfjs ops on wasm',
        'onnxruntime-web, 1 thread',
        'onnxruntime-node, 1 thread',
        'OpenCV.js (scalar build)',
        'memcpy',
      ]),
    );
    const torch = { name: 'PyTorch, 1 thread', status: 'absent', cases: names };
    expect(results.missing).toContainEqual(expect.objectContaining(torch));
    const report = await readFile(join(folder, 'report.html'), 'utf8');
    expect(report).toContain(
      '<li>PyTorch, 1 thread, absent in 2 cases: no Python with torch: spawn python3 ENOENT',
    );
    expect(report).toContain('<figure');
  });

  it('measures only what is asked for', async () => {
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
    const results = await written();
    expect(results.cases.map(({ name }) => name)).toEqual([
      'grid-nearest forward 1x8x8x1',
      'grid-nearest backward 1x8x8x1',
    ]);
    const backends = results.cases.flatMap((each) => each.results.map(({ backend }) => backend));
    expect(new Set(backends)).toEqual(new Set(['wasm', '']));
  });

  it('lists targets, cases and contestants without measuring', async () => {
    const small512 = '--list --no-browser --op affine --shape 1x512x512x3'.split(' ');
    const { code, output } = await runInProcess(small512);
    expect(code).toBe(0);
    expect(output).toContain(
      'target affine vs onnxruntime-web, 1 thread at 1x512x512x3, at most 0.2',
    );
    expect(output).toMatch(/^affine forward 1x512x512x3\n {4}tfjs-stn on cpu$/m);
    expect(output).toMatch(/^ {4}memcpy$/m);
    expect(output).not.toContain('chromium');
  });

  it('gives each thread count its own contestants with --equal-threads', async () => {
    const given = '--list --no-browser --equal-threads --op affine --shape 1x8x8x1'.split(' ');
    const { output } = await runInProcess(given);
    for (const name of [
      'tfjs-stn on tensorflow',
      'tfjs-stn on tensorflow+kernels',
      'PyTorch',
      'ImageProjectiveTransformV3 on tensorflow',
      'onnxruntime-node',
    ]) {
      for (const threads of ['1 thread', '2 threads'])
        expect(output).toContain(`    ${name}, ${threads}\n`);
    }
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
    const results = await written();
    expect(results.complete).toBe(false);
    expect(results.cases.map(({ name }) => name)).toEqual(['affine forward 1x8x8x1']);
  });

  it('skips cases for which there is no time, and lists them', async () => {
    const options = { ...plain(), minutes: 0 };
    const results = await measureAll(options, context(), async () => undefined);
    expect(results).toMatchObject({
      complete: true,
      cases: [],
      skipped: [expect.anything(), expect.anything()],
    });
  });

  it('saves results after every case', async () => {
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
    [['--port', '80'], '--port is the port of the page. Give it with --page'],
    [['--op', 'shrink'], 'shrink: all cases need --extra. Add it'],
    [
      ['--backend', 'chromium-webgl', '--no-browser'],
      '--no-browser leaves out --backend chromium-webgl. Choose one',
    ],
    [['--readme', '/nowhere.md'], "--readme /nowhere.md can't be read:"],
    [['--readme', noReadme], 'must have <!-- performance:begin -->'],
    [['--out', noReadme], `Cannot write to ${noReadme}:`],
    [['--op', 'affine', '--python', '/nowhere/python'], '--python /nowhere/python must be'],
  ])('refuses %j in one line', async (args, message) => {
    const { code, errors, output } = await runInProcess(args);
    expect(code).toBe(1);
    expect(output).toBe('');
    expect(errors).toContain(message);
    expect(errors.trimEnd()).not.toContain('\n');
  });

  it.each([60, 80])('has a help that fits %d columns', async (columns) => {
    const help = parseOptions(['--help'], columns) as string;
    expect(help).toMatch(/^Usage: npm run bench -- \[options\]\n/);
    expect(help).toMatch(/\n {2}npm run bench -- --quick\n {6}a few cases/);
    expect(help).toContain('Operations: affine, projective, tps');
    expect(help.replaceAll(/\s+/g, ' ')).toContain('(choices: "cpu", "wasm", "wasm+kernels"');
    for (const line of help.split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    const { code, output } = await runInProcess(['--help']);
    expect([code, output.slice(0, 6)]).toEqual([0, 'Usage:']);
  });

  it('prints only its own lines, without the banner of tfjs', async () => {
    const greet = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    removeBackend('cpu');
    // One that has not been used greets.
    registerBackend('cpu', () => new MathBackendCPU(), 1);
    await useBackend('cpu');
    add(1, 2).dispose();
    expect(greet).not.toHaveBeenCalled();
  });
});
