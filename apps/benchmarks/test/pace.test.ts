import { describe, expect, it } from 'vitest';

import { pace } from '../src/timing/run-all.js';

describe('pace', () => {
  it('estimates how long the rest takes by what steps took on average', () => {
    let clock = 0;
    const time = pace(4, 1000, () => clock);
    expect(time.left()).toBeUndefined();
    clock = 50;
    time.advance();
    expect(time.left()).toBe(150);
    clock = 200;
    time.advance();
    expect(time.left()).toBe(200);
  });

  it('keeps budgets while there is time, then shrinks them, then gives 0', () => {
    let clock = 0;
    const time = pace(4, 1000, () => clock);
    expect(time.share()).toBe(1);
    clock = 200;
    time.advance();
    expect(time.share()).toBe(1);
    clock = 600;
    time.advance();
    // 600 ms for what is left, 400 ms of time
    expect(time.share()).toBeCloseTo(4 / 9, 10);
    clock = 990;
    expect(time.share()).toBe(0.1);
    clock = 1000;
    expect(time.share()).toBe(0);
  });
});
