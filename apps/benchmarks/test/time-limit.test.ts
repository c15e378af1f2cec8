import { describe, expect, it } from 'vitest';

import type { BenchmarkCase } from '../src/cases/cases.js';
import { withTimeLimit, type Contestant } from '../src/contestants/contestant.js';

describe('withTimeLimit', () => {
  const entered: string[] = [];
  let left = 0;
  const slow: Contestant = {
    name: 'slow',
    role: 'ours',
    backend: '',
    competes: () => true,
    setup: async ({ operation, shape }) => {
      entered.push(`${operation} ${shape[1]}`);
      return {
        name: 'slow',
        role: 'ours',
        backend: '',
        time: async () => 10 * shape[1],
        teardown: async () => void (left += 1),
      };
    },
  };
  const setup = (operation: string, side: number) => {
    const given: BenchmarkCase = { operation, pass: 'forward', shape: [1, side, side, 1] };
    return contestant.setup(given);
  };
  const contestant = withTimeLimit(slow, { sampling: 100, other: 1000 });

  it('leaves out slow cases with their time, and does not try cases as large', async () => {
    await expect(setup('affine', 10)).resolves.toMatchObject({ name: 'slow' });
    await expect(setup('affine', 200)).rejects.toThrow(
      'one call took 2.0 s on affine forward 1x200x200x1: too long to be timed in turn with the others',
    );
    expect(left).toBe(1);
    await expect(setup('tps', 200)).rejects.toThrow(
      'one call took 2.0 s on affine forward 1x200x200x1; not tried here',
    );
    await expect(setup('tps', 9)).resolves.toBeDefined();
    // Other operations may take longer, and are judged on their own.
    await expect(setup('convolution', 100)).resolves.toBeDefined();
    expect(entered).toEqual(['affine 10', 'affine 200', 'tps 9', 'convolution 100']);
  });
});
