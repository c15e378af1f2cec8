import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { compareResults } from '../src/compare/compare-results.js';
import { affineCase, resultsOf, timed } from './results-of.js';
import { runInProcess } from './run-in-process.js';

const steady = (milliseconds: number): number[] =>
  [0.99, 1, 1.01, 1, 0.99, 1.01, 1].map((factor) => factor * milliseconds);

const run = (ours: number, speed = 1) =>
  resultsOf([
    affineCase([
      timed('tfjs-stn on wasm+kernels', 'ours', steady(ours * speed)),
      timed('OpenCV.js', 'peer', steady(4 * speed)),
      timed('memcpy', 'limit', steady(1 * speed)),
    ]),
  ]);

describe('compareResults', () => {
  it('finds a loss by ratios to memcpy and peers', () => {
    const { losses, compared } = compareResults(run(2), run(2.5));
    expect(compared).toBe(1);
    expect(losses).toHaveLength(1);
    expect(losses[0]?.ratio).toBeCloseTo(1.25, 10);
    expect(losses[0]?.references).toEqual(['OpenCV.js', 'memcpy']);
  });

  it('takes a slower machine for what it is', () => {
    expect(compareResults(run(2), run(2, 3)).changes).toEqual([]);
  });

  it('tells a change below 10 % but does not call it a loss', () => {
    const { changes, losses } = compareResults(run(2), run(2.16));
    expect(changes).toHaveLength(1);
    expect(losses).toEqual([]);
  });

  it('takes what is within noise for chance', () => {
    const noisy = (milliseconds: number) =>
      resultsOf([
        affineCase([
          timed(
            'tfjs-stn on wasm+kernels',
            'ours',
            [0.5, 1, 1.5, 1, 2, 0.7].map((f) => f * milliseconds),
          ),
          timed('memcpy', 'limit', steady(1)),
        ]),
      ]);
    expect(compareResults(noisy(2), noisy(2.4)).changes).toEqual([]);
  });

  it('compares nothing that lacks a reference in one of the runs', () => {
    const lonely = resultsOf([affineCase([timed('tfjs-stn on wasm+kernels', 'ours', steady(2))])]);
    expect(compareResults(lonely, run(4)).compared).toBe(0);
  });
});

describe('bench --compare', () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bench-compare-'));
    await writeFile(file('old.json'), JSON.stringify(run(2)));
    await writeFile(file('slower.json'), JSON.stringify(run(2.5)));
    await writeFile(file('faster.json'), JSON.stringify(run(1.5)));
    await writeFile(file('broken.json'), JSON.stringify({ ...run(2), cases: [{}] }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const compare = (now: string, before: string) =>
    runInProcess(['--from', file(now), '--compare', file(before), '--out', file('out')]);

  it('exits 1 on a loss above 10 %', async () => {
    const { code, output } = await compare('slower.json', 'old.json');
    expect(output).toContain(
      'affine forward 1x512x512x3: tfjs-stn on wasm+kernels takes 25.0 % longer',
    );
    expect(output).toContain('1 loss above 10 %.');
    expect(code).toBe(1);
  });

  it('exits 0 on a gain', async () => {
    const { code, output } = await compare('faster.json', 'old.json');
    expect(output).toContain('takes 25.0 % less');
    expect(output).toContain('No loss above 10 %.');
    expect(code).toBe(0);
  });

  it('refuses what is no results file, in a line', async () => {
    const broken = await compare('slower.json', 'broken.json');
    expect(broken).toMatchObject({ code: 1, output: '' });
    expect(broken.errors).toMatch(
      /broken\.json: results must follow schema\/results\.schema\.json, got a file in which \/cases\/0 must have required property 'name'/,
    );
    const missing = await compare('slower.json', 'nowhere.json');
    expect(missing.errors).toMatch(/^Cannot read .*nowhere\.json/);
  });
});
