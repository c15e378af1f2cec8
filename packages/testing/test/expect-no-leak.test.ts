import { add, tensor1d, tidy } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { expectNoLeak } from '@tfjs-stn/testing';

const leak = () => {
  tensor1d([1, 2]);
};

describe('expectNoLeak', () => {
  it('disposes the result and passes', () => {
    expectNoLeak(() => tidy(() => add(tensor1d([1]), 1)));
    expectNoLeak(() => ({ several: [tensor1d([1]), tensor1d([2])] }));
  });

  it('reports leaked tensors with their counts', () => {
    expect(() => expectNoLeak(leak)).toThrow(/must be the same before and after, got tensors \d+/);
  });

  it('rethrows an error unless there is also a leak', () => {
    const fail = (before: () => void) => () => {
      before();
      throw new RangeError('no');
    };
    expect(() => expectNoLeak(fail(() => {}))).toThrow(RangeError);
    expect(() => expectNoLeak(fail(leak))).toThrow('expectNoLeak');
  });

  it('awaits a promise', async () => {
    await expectNoLeak(async () => tensor1d([1]));
    await expect(expectNoLeak(async () => leak())).rejects.toThrow('expectNoLeak');
    await expect(expectNoLeak(async () => Promise.reject(new RangeError('no')))).rejects.toThrow(
      RangeError,
    );
  });
});
