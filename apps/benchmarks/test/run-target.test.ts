import { describe, expect, it } from 'vitest';

import type { Target } from '../src/cases/targets.js';
import { Absent, type Contestant } from '../src/contestants/contestant.js';
import { runTarget } from '../src/timing/run-case.js';

const benchmarkCase = {
  operation: 'affine',
  pass: 'forward',
  shape: [1, 8, 8, 1],
} as const;
const target: Target = {
  name: 'ours vs theirs',
  limit: 0.5,
  measured: { benchmarkCase, contestant: 'ours' },
  against: { benchmarkCase, contestant: 'theirs' },
};
const options = { rounds: 4, budget: 2000, sampleTime: 1, seed: 3 };

const warmingUp = 10;

/** Samples take so long, one after the other, each after a call that is not timed. */
function contestant(name: string, samples: readonly number[]): Contestant {
  const identity = { name, role: 'ours', backend: '' } as const;
  let calls = 0;
  return {
    ...identity,
    competes: () => true,
    setup: async () => ({
      ...identity,
      time: async () => {
        const sample = (++calls - warmingUp) / 2 - 1;
        return samples[sample] ?? (samples[0] as number);
      },
      teardown: async () => undefined,
    }),
  };
}

describe('runTarget', () => {
  it('decides by the median of the ratios of rounds', async () => {
    const pair = [contestant('ours', [6, 2, 7, 8]), contestant('theirs', [12, 10, 10, 5])];
    // Round by round 0.5, 0.2, 0.7 and 1.6; the ratio of medians would be 0.65.
    const { ratio, verdict } = await runTarget({ ...target, limit: 0.62 }, pair, options);
    expect(ratio?.median).toBeCloseTo(0.6);
    expect(ratio?.rounds).toBe(4);
    expect(verdict).toBe('met');
  });

  it('says who is missing', async () => {
    const absent: Contestant = {
      ...contestant('theirs', [1]),
      setup: () => Promise.reject(new Absent('it is not installed')),
    };
    const result = await runTarget(target, [contestant('ours', [1]), absent], options);
    expect(result).toMatchObject({
      verdict: 'not measured',
      reason: 'theirs: it is not installed',
    });
    expect(result.ratio).toBeUndefined();
  });
});
