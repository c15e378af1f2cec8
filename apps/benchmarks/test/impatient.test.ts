import { describe, expect, it } from 'vitest';

import type { BenchmarkCase } from '../src/cases/benchmark-case.js';
import type { Contestant } from '../src/contestants/contestant.js';
import { impatient } from '../src/contestants/impatient.js';

describe('impatient', () => {
  const entered: string[] = [];
  let left = 0;
  const slow: Contestant = {
    name: 'slow',
    role: 'ours',
    backend: '',
    competes: () => true,
    enter: async ({ operation, shape }) => {
      entered.push(`${operation} ${shape[1]}`);
      return {
        name: 'slow',
        role: 'ours',
        backend: '',
        time: async () => 10 * shape[1],
        leave: async () => void (left += 1),
      };
    },
  };
  const enter = (operation: string, side: number) => {
    const given: BenchmarkCase = { operation, pass: 'forward', shape: [1, side, side, 1] };
    return contestant.enter(given);
  };
  const contestant = impatient(slow, { sampling: 100, other: 1000 });

  it('leaves out what takes too long, says how long, and does not try what is as large', async () => {
    await expect(enter('affine', 10)).resolves.toMatchObject({ name: 'slow' });
    await expect(enter('affine', 200)).rejects.toThrow(
      'one call took 2.0 s on affine forward 1x200x200x1: too long to be timed in turn with the others',
    );
    expect(left).toBe(1);
    await expect(enter('tps', 200)).rejects.toThrow(
      'one call took 2.0 s on affine forward 1x200x200x1; not tried here',
    );
    await expect(enter('tps', 9)).resolves.toBeDefined();
    // What is no sampling may take longer, and knows nothing of it.
    await expect(enter('convolution', 100)).resolves.toBeDefined();
    expect(entered).toEqual(['affine 10', 'affine 200', 'tps 9', 'convolution 100']);
  });
});
