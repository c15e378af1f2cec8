import { expect, test } from 'vitest';

import { extendCurve, latestScore, newCurve } from '../src/training/training-state.js';

test('a point of the curve is the mean of the steps since the previous one', () => {
  let curve = newCurve(450);
  expect(curve.window).toBe(3);
  [1, 2, 3, 4].forEach((loss, index) => {
    curve = extendCurve(curve, index + 1, { loss, accuracy: loss / 10 });
  });
  expect(curve.points).toEqual([{ step: 3, loss: 2, accuracy: 0.6000000000000001 / 3 }]);
  expect(curve.open).toEqual({ steps: 1, loss: 4, accuracy: 0.4 });
  expect(latestScore(curve).loss).toBe(2);
});

test('latestScore is the mean of all steps before the first point', () => {
  const curve = extendCurve(newCurve(10_000), 1, { loss: 2, accuracy: 0.5 });
  expect(latestScore(curve)).toEqual({ loss: 2, accuracy: 0.5 });
});

test('the curve of a short training has a point for every step', () => {
  const curve = extendCurve(newCurve(4), 1, { loss: 2, accuracy: 0.5 });
  expect(curve.points).toHaveLength(1);
});
