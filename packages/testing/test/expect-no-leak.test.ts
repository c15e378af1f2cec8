import { add, tensor1d, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { expectNoLeak } from '@tfjs-stn/testing';

const leak = () => {
  tensor1d([1, 2]);
};

describe('expectNoLeak', () => {
  it('disposes what is returned and passes', () => {
    expectNoLeak(() => tidy(() => add(tensor1d([1]), 1)));
    expectNoLeak(() => ({ several: [tensor1d([1]), tensor1d([2])] }));
  });

  it('finds what is left behind, with the counts', () => {
    expect(() => expectNoLeak(leak)).toThrow(/must be the same before and after, got tensors \d+/);
  });

  it('throws on what is thrown, unless something leaks as well', () => {
    const fail = (before: () => void) => () => {
      before();
      throw new RangeError('no');
    };
    expect(() => expectNoLeak(fail(() => {}))).toThrow(RangeError);
    expect(() => expectNoLeak(fail(leak))).toThrow('expectNoLeak');
  });

  it('awaits', async () => {
    await expectNoLeak(async () => tensor1d([1]));
    await expect(expectNoLeak(async () => leak())).rejects.toThrow('expectNoLeak');
    await expect(expectNoLeak(async () => Promise.reject(new RangeError('no')))).rejects.toThrow(
      RangeError,
    );
  });
});
