import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { seededRandom } from '@tfjs-stn/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { beyondChance, compareResults } from '../src/results/compare.js';
import { compact, type BenchmarkResults, type TimedResult } from '../src/results/results.js';
import { withoutDrift } from '../src/timing/statistics.js';
import { affineCase, resultsOf, timed } from './results-of.js';
import { runInProcess } from './run-in-process.js';

const ours = 'tfjs-stn on wasm+kernels';
const steady = (milliseconds: number): number[] =>
  [0.99, 1, 1.01, 1, 0.99, 1.01, 1].map((factor) => factor * milliseconds);

const run = (own: number, speed = 1, more: Partial<BenchmarkResults> = {}) =>
  resultsOf(
    [
      affineCase([
        timed(ours, 'ours', steady(own * speed)),
        timed('OpenCV.js', 'peer', steady(4 * speed)),
        timed('memcpy', 'limit', steady(1 * speed)),
      ]),
    ],
    more,
  );

const only = (...results: TimedResult[]) => resultsOf([affineCase(results)]);

/** Times as runCase reports them, from `[round, milliseconds]` of each contestant. */
function steadied(...all: (readonly (readonly [number, number])[])[]): number[][] {
  const samples = all.map((own) => own.map(([round, milliseconds]) => ({ round, milliseconds })));
  return withoutDrift(samples).map((own) => own.map(({ milliseconds }) => milliseconds));
}

/** A standard normal number, from twelve uniform ones. */
const normal = (random: () => number): number =>
  Array.from({ length: 12 }, random).reduce((sum, each) => sum + each, -6);

/** A run on a machine whose speed wanders and jumps, all contestants having been in turn. */
function wandering(random: () => number): BenchmarkResults {
  let phase = 1;
  const phases = Array.from({ length: 17 }, () => {
    if (random() < 0.3) phase = 1 + 2 * random();
    return phase;
  });
  const samples = (milliseconds: number): number[] =>
    phases.map((slow) => milliseconds * slow * Math.exp(0.1 * normal(random)));
  const some = samples(9);
  const [own = [], opencv = [], memcpy = [], slow = []] = steadied(
    samples(2).map((ms, round) => [round, ms]),
    samples(4).map((ms, round) => [round, ms]),
    samples(0.5).map((ms, round) => [round, ms]),
    [0, 8, 16].map((round) => [round, some[round] ?? NaN]),
  );
  return only(
    timed(ours, 'ours', own),
    timed('slow', 'peer', slow),
    timed('OpenCV.js', 'peer', opencv),
    timed('memcpy', 'limit', memcpy),
  );
}

describe('compareResults', () => {
  it('finds a loss by ratios to memcpy and peers', () => {
    const { losses, compared } = compareResults(run(2), run(2.5));
    expect(compared).toBe(1);
    expect(losses).toHaveLength(1);
    expect(losses[0]?.ratio).toBeCloseTo(1.25, 10);
    expect(losses[0]?.references).toEqual(['OpenCV.js', 'memcpy']);
  });

  it('does not call a slower machine a loss', () => {
    expect(compareResults(run(2), run(2, 3)).changes).toEqual([]);
  });

  it('reports a change below 10 %, but not as a loss', () => {
    const { changes, losses } = compareResults(run(2), run(2.16));
    expect(changes).toHaveLength(1);
    expect(losses).toEqual([]);
  });

  it('compares without the drift of rounds, so that a slow phase of the machine tells nothing', () => {
    const phases = [1, 1, 1, 4, 4, 4, 4];
    const [own = [], memcpy = []] = steadied(
      phases.map((factor, round) => [round, 2 * factor]),
      phases.map((factor, round) => [round, factor]),
    );
    const slow = only(timed(ours, 'ours', own), timed('memcpy', 'limit', memcpy));
    // Of plain medians the ratio would be the same; their errors would be as wide as the phases.
    expect(compareResults(run(2.5), slow).changes[0]?.ratio).toBeCloseTo(0.8, 2);
  });

  it('finds nothing between two runs of the same, however the machine wanders', () => {
    const random = seededRandom(11);
    const all = Array.from({ length: 300 }, () =>
      compareResults(wandering(random), wandering(random)),
    );
    expect(all.filter(({ changes }) => changes.length > 0).length).toBeLessThanOrEqual(3);
    expect(all.every(({ compared }) => compared === 1)).toBe(true);
  });

  it('says why it cannot compare without a peer, or with fewer than three rounds', () => {
    const lonely = only(timed(ours, 'ours', steady(2)));
    const short = only(timed(ours, 'ours', [2, 2]), timed('memcpy', 'limit', [1, 1]));
    for (const each of [compareResults(lonely, run(4)), compareResults(short, short)]) {
      expect(each.compared).toBe(0);
      expect(each.incomparable).toMatchObject([
        { contestant: ours, reason: expect.stringContaining('no peer is in 3 rounds with it') },
      ]);
    }
  });

  it('reports results that failed since, or are gone, as lost', () => {
    const { name, role, backend } = timed(ours, 'ours', [1]);
    const cases = ['affine forward 1x512x512x3'];
    const failed = { name, role, backend, status: 'failed', reason: 'it is wrong', cases } as const;
    const reference = timed('memcpy', 'limit', steady(1));
    const now = { ...only(reference), missing: [{ ...failed, cases }] };
    expect(compareResults(run(2), now).lost).toMatchObject([
      { contestant: ours, reason: 'failed: it is wrong' },
    ]);
    expect(compareResults(run(2), only(reference)).lost).toHaveLength(1);
    const others = { ...only(reference) };
    const settings = { ...others.settings, backends: ['cpu'] };
    expect(compareResults(run(2), { ...others, settings }).lost).toEqual([]);
  });

  it('does not use a peer of another version as a reference, and says so', () => {
    const [old, upgraded] = ['4.11', '4.12'].map((version) => ({
      software: { '@techstark/opencv-js': version },
    }));
    const { losses, cautions } = compareResults(run(2, 1, old), run(2.5, 1, upgraded));
    expect(losses[0]?.references).toEqual(['memcpy']);
    expect(cautions).toEqual(['@techstark/opencv-js: 4.11 then, 4.12 now. It is no reference.']);
  });

  it('says which settings differ', () => {
    const { settings } = run(2);
    const other = run(2, 1, { settings: { ...settings, seed: 2, quick: false } });
    expect(compareResults(run(2), other).cautions).toEqual([
      '--seed: 1 then, 2 now. Images and transformations differ.',
      '--quick: true then, false now. One of the runs is rough.',
    ]);
  });
});

describe('beyondChance', () => {
  // scipy.stats.t.ppf(0.9985, n - 1) is 18.2 for 3 rounds and 3.51 for 17.
  it('asks more of few rounds', () => {
    expect(beyondChance(2)).toBe(Infinity);
    expect(beyondChance(3)).toBeCloseTo(18.2, 0);
    expect(beyondChance(17)).toBeCloseTo(3.5, 0);
    expect(beyondChance(1000)).toBeGreaterThan(2.9);
  });
});

describe('bench --compare', () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bench-compare-'));
    await writeFile(file('old.json'), JSON.stringify(compact(run(2))));
    await writeFile(file('slower.json'), JSON.stringify(compact(run(2.5))));
    await writeFile(file('faster.json'), JSON.stringify(compact(run(1.5))));
    await writeFile(
      file('gone.json'),
      JSON.stringify(compact(only(timed('memcpy', 'limit', steady(1))))),
    );
    await writeFile(file('broken.json'), JSON.stringify({ ...compact(run(2)), cases: [{}] }));
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

  it('exits 1 where something is gone', async () => {
    const { code, output } = await compare('gone.json', 'old.json');
    expect(output).toContain('it does not take part any more');
    expect(output).toContain('1 result lost.');
    expect(code).toBe(1);
  });

  it('does not overwrite what it compares with', async () => {
    await writeFile(file('results.json'), JSON.stringify(compact(run(2))));
    const { code, errors } = await runInProcess(
      `--quick --no-browser --compare ${file('results.json')} --out ${folder}`.split(' '),
    );
    expect(code).toBe(1);
    expect(errors).toContain('would be overwritten by this run');
    expect(JSON.parse(await readFile(file('results.json'), 'utf8'))).toEqual(compact(run(2)));
  });

  it('refuses what is no results file, in a line', async () => {
    const broken = await compare('slower.json', 'broken.json');
    expect(broken).toMatchObject({ code: 1, output: '' });
    expect(broken.errors).toMatch(
      /broken\.json: results must follow the schema of this benchmark, got cases\[0\]\.name: .*expected string, received undefined/,
    );
    const missing = await compare('slower.json', 'nowhere.json');
    expect(missing.errors).toMatch(/^Cannot read .*nowhere\.json/);
  });
});
