import { describe, expect, it } from 'vitest';

import type { Ready } from '../src/contestants/contestant.js';
import { interleave } from '../src/timing/interleave.js';

/** A contestant that takes no time, reports `milliseconds`, and writes its name into a diary. */
function contestant(name: string, milliseconds: number, diary: string[], calls?: number[]): Ready {
  return {
    name,
    role: 'peer',
    backend: '',
    async time(count) {
      diary.push(name);
      calls?.push(count);
      return milliseconds;
    },
    teardown: async () => undefined,
  };
}

const options = { rounds: 12, budget: 1000, sampleTime: 1, seed: 7 };

describe('interleave', () => {
  it('samples every contestant once a round, in an order that changes', async () => {
    const diary: string[] = [];
    const contestants = ['a', 'b', 'c'].map((name) => contestant(name, 40, diary));
    const results = await interleave(contestants, options);
    for (const each of contestants) {
      const result = results.get(each);
      expect(result).toMatchObject({ calls: 1 });
      expect('samples' in result! && result.samples.map(({ round }) => round)).toEqual([
        ...Array(12).keys(),
      ]);
    }
    // Every sample comes after a call that is not timed.
    const timed = diary.slice(-72).filter((_, at) => at % 2 === 1);
    const rounds = Array.from({ length: 12 }, (_, at) => timed.slice(at * 3, at * 3 + 3).join(''));
    expect(rounds.map((round) => round.split('').toSorted().join(''))).toEqual(
      Array(12).fill('abc'),
    );
    expect(new Set(rounds).size).toBeGreaterThan(2);
  });

  it('repeats fast calls until a sample takes long enough', async () => {
    const calls: number[] = [];
    const results = await interleave([contestant('fast', 0.01, [], calls)], options);
    expect([...results.values()][0]).toMatchObject({ calls: 100 });
    expect(calls.at(-1)).toBe(100);
  });

  it('lets a slow contestant sit out rounds, but takes three samples', async () => {
    const slow = contestant('slow', 900, []);
    const results = await interleave([slow, contestant('quick', 40, [])], options);
    const result = results.get(slow)!;
    expect('samples' in result && result.samples.length).toBe(3);
  });

  it('has contestants of different speeds share rounds, so that their ratios are of several', async () => {
    const seventeen = { ...options, rounds: 17, budget: 1000 };
    const contestants = [70, 110, 190, 310, 380, 900].map((ms) => contestant(String(ms), ms, []));
    const results = await interleave(contestants, seventeen);
    const rounds = contestants.map((each) => {
      const result = results.get(each);
      return result && 'samples' in result ? result.samples.map(({ round }) => round) : [];
    });
    for (const own of rounds) {
      for (const other of rounds) {
        expect(own.filter((round) => other.includes(round)).length).toBeGreaterThanOrEqual(3);
      }
    }
    expect(rounds[0]?.length).toBeGreaterThan(rounds[5]?.length ?? Infinity);
  });

  it('goes on without a contestant that fails', async () => {
    const failing: Ready = {
      ...contestant('failing', 1, []),
      time: () => Promise.reject(new Error('out of memory')),
    };
    const good = contestant('good', 40, []);
    const results = await interleave([failing, good], options);
    expect(results.get(failing)).toEqual({ error: new Error('out of memory') });
    expect(results.get(good)).toHaveProperty('samples.length', 12);
  });

  it('stops on its signal, in the middle of a round', async () => {
    const stop = new AbortController();
    const diary: string[] = [];
    const good = contestant('good', 90, diary);
    const stopping: Ready = {
      ...contestant('stopping', 90, []),
      time: async () => {
        if (diary.length > 6) stop.abort();
        return 90;
      },
    };
    const results = await interleave([good, stopping], { ...options, signal: stop.signal });
    const result = results.get(good);
    expect(result && 'samples' in result && result.samples.length).toBe(5);
    expect(diary).toHaveLength(7);
  });

  it('notices a stop from outside, however short its calls are', async () => {
    const stop = new AbortController();
    const diary: string[] = [];
    const clicked = new Promise<void>((resolve) => {
      // A task of its own, as a click is, where calls that answer at once leave no gap.
      setImmediate(() => {
        stop.abort();
        resolve();
      });
    });
    const endless = { ...options, rounds: 10_000, budget: Infinity };
    await interleave([contestant('short', 40, diary)], { ...endless, signal: stop.signal });
    await clicked;
    expect(diary.length).toBeLessThan(10_000);
  });
});
