import { describe, expect, it } from 'vitest';

import type { Racer } from '../src/contestants/contestant.js';
import { race } from '../src/timing/race.js';

/** A racer that takes no time, says how long it took, and keeps a diary. */
function racer(name: string, milliseconds: number, diary: string[], calls?: number[]): Racer {
  return {
    name,
    role: 'peer',
    backend: '',
    async time(count) {
      diary.push(name);
      calls?.push(count);
      return milliseconds;
    },
    leave: async () => undefined,
  };
}

const options = { rounds: 12, budget: 1000, sampleTime: 1, seed: 7 };

describe('race', () => {
  it('samples everybody once a round, in an order that changes', async () => {
    const diary: string[] = [];
    const racers = ['a', 'b', 'c'].map((name) => racer(name, 40, diary));
    const results = await race(racers, options);
    for (const each of racers) {
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
    const results = await race([racer('fast', 0.01, [], calls)], options);
    expect([...results.values()][0]).toMatchObject({ calls: 100 });
    expect(calls.at(-1)).toBe(100);
  });

  it('lets a slow racer sit out rounds, but for three', async () => {
    const slow = racer('slow', 900, []);
    const results = await race([slow, racer('quick', 40, [])], options);
    const result = results.get(slow)!;
    expect('samples' in result && result.samples.length).toBe(3);
  });

  it('has racers of different speeds share rounds, so that their ratios are of several', async () => {
    const seventeen = { ...options, rounds: 17, budget: 1000 };
    const racers = [70, 110, 190, 310, 380, 900].map((ms) => racer(String(ms), ms, []));
    const results = await race(racers, seventeen);
    const rounds = racers.map((each) => {
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

  it('goes on without one that fails', async () => {
    const failing: Racer = {
      ...racer('failing', 1, []),
      time: () => Promise.reject(new Error('out of memory')),
    };
    const good = racer('good', 40, []);
    const results = await race([failing, good], options);
    expect(results.get(failing)).toEqual({ error: new Error('out of memory') });
    expect(results.get(good)).toHaveProperty('samples.length', 12);
  });

  it('stops when it is told to, in the middle of a round', async () => {
    const stop = new AbortController();
    const diary: string[] = [];
    const good = racer('good', 90, diary);
    const stopping: Racer = {
      ...racer('stopping', 90, []),
      time: async () => {
        if (diary.length > 6) stop.abort();
        return 90;
      },
    };
    const results = await race([good, stopping], { ...options, signal: stop.signal });
    const result = results.get(good);
    expect(result && 'samples' in result && result.samples.length).toBe(5);
    expect(diary).toHaveLength(7);
  });

  it('hears of a stop from outside, however short its calls are', async () => {
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
    await race([racer('short', 40, diary)], { ...endless, signal: stop.signal });
    await clicked;
    expect(diary.length).toBeLessThan(10_000);
  });
});
