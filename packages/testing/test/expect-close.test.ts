import { scalar, tensor } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { expectClose } from '@tfjs-stn/testing';
import type { Comparable } from '@tfjs-stn/testing';

/** The message of the failure, or '' where there is none. */
function failure(actual: Comparable, expected: Comparable, tolerance = {}): string {
  try {
    expectClose(actual, expected, tolerance);
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('expectClose', () => {
  it('accepts tensors, typed arrays, nested arrays and arrays of the oracle', () => {
    const numbers = [1, 2, 3, 4, 5, 6];
    const forms: Comparable[] = [
      tensor(numbers, [2, 3]),
      [numbers.slice(0, 3), numbers.slice(3)],
      { shape: [2, 3], data: Float64Array.from(numbers) },
    ];
    for (const a of forms) for (const b of forms) expect(failure(a, b)).toBe('');
    expect(failure(Float32Array.from(numbers), numbers)).toBe('');
    expect(failure(scalar(3), 3)).toBe('');
  });

  it('compares shape first, then type', () => {
    expect(failure([[1, 2]], [1, 5])).toBe('expectClose: value: shape must be [2], got [1, 2]');
    expect(failure(tensor([1], [1], 'int32'), Float32Array.of(1), { what: 'index' })).toBe(
      'expectClose: index: type must be float, got int32',
    );
    expect(failure({ shape: [3], data: [1] }, [1, 2, 3])).toContain('number of values must be 3');
    expect(failure([[1, 2], [3]], [1])).toContain('same length at each depth');
  });

  it('treats NaN as equal only to NaN and an infinity only to itself', () => {
    expect(failure([NaN, Infinity, -Infinity], [NaN, Infinity, -Infinity])).toBe('');
    for (const [a, b] of [
      [NaN, 0],
      [0, NaN],
      [NaN, Infinity],
      [Infinity, NaN],
      [Infinity, -Infinity],
      [1e30, Infinity],
      [Infinity, 1e30],
    ] as const) {
      expect(failure([a], [b], { rtol: 1, atol: 1e9 })).toContain('1 of 1 values differ');
    }
  });

  it('allows rtol * |expected| + atol, and not more', () => {
    expect(failure([105], [100], { rtol: 0.05, atol: 0 })).toBe('');
    expect(failure([105.1], [100], { rtol: 0.05, atol: 0 })).not.toBe('');
    expect(failure([105.1], [-100], { rtol: 0.05, atol: 0 })).not.toBe('');
    expect(failure([0.1], [0], { rtol: 1, atol: 0.1 })).toBe('');
    expect(failure([0.2], [0], { rtol: 1, atol: 0.1 })).not.toBe('');
  });

  it('prints the first and the worst element with both values and their distance', () => {
    const expected = [
      [1, 2],
      [3, 4],
    ];
    const actual = [
      [1, 2.5],
      [3, 9],
    ];
    expect(failure(actual, expected, { rtol: 0, atol: 0.1, what: 'warp' }).split('\n')).toEqual([
      'expectClose: warp [2, 2]: 2 of 4 values differ (rtol 0, atol 0.1)',
      '  first [0, 1]: got 2.5, expected 2, |difference| 0.5, 2097152 ulp',
      '  worst [1, 1]: got 9, expected 4, |difference| 5, 9437184 ulp',
    ]);
    expect(failure([1.5, NaN], [1, 2])).toContain('worst [1]: got NaN, expected 2');
    expect(failure([1 + 2 ** -23], [1], { rtol: 0, atol: 0 })).toContain(', 1 ulp');
    expect(failure([-(2 ** -149)], [2 ** -149], { rtol: 0, atol: 0 })).toContain(', 2 ulp');
  });
});
