import { describe, expect, it } from 'vitest';
import { centralDifferences, expectGradient } from '@tfjs-stn/testing';

const evaluate = ([x, y]: Float64Array) => x! ** 3 * y! + Math.sin(y!);
const point = [1.5, -0.7];
const gradient = [3 * 1.5 ** 2 * -0.7, 1.5 ** 3 + Math.cos(-0.7)];

describe('centralDifferences and expectGradient', () => {
  it('differentiate a known function without changing the point', () => {
    const differences = centralDifferences(evaluate, point);
    expect(differences[0]).toBeCloseTo(gradient[0]!, 7);
    expect(differences[1]).toBeCloseTo(gradient[1]!, 7);
    expect(point).toEqual([1.5, -0.7]);
  });

  it('accept the true gradient and reject another', () => {
    expectGradient({ evaluate, point, gradient });
    const wrong = [gradient[0]!, gradient[1]! + 1e-4];
    expect(() => expectGradient({ evaluate, point, gradient: wrong, what: 'theta' })).toThrow(
      /theta \[2\]: 1 of 2 values differ/,
    );
  });
});
