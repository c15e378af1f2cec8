import { describe, expect, it } from 'vitest';

import { roundRatios } from '../src/timing/round-ratios.js';
import { medianError, summarise } from '../src/timing/statistics.js';

describe('summarise', () => {
  it('interpolates quartiles as NumPy does', () => {
    // numpy.percentile([7, 1, 3, 10], [25, 50, 75])
    expect(summarise([7, 1, 3, 10])).toEqual({
      lowerQuartile: 2.5,
      median: 5,
      upperQuartile: 7.75,
    });
  });

  it('is the sample itself where there is one, and NaN where there is none', () => {
    expect(summarise([4])).toEqual({ lowerQuartile: 4, median: 4, upperQuartile: 4 });
    expect(summarise([]).median).toBeNaN();
  });

  it('leaves its samples in their order', () => {
    const samples = [3, 1, 2];
    summarise(samples);
    expect(samples).toEqual([3, 1, 2]);
  });
});

describe('medianError', () => {
  it('shrinks with the square root of the number of samples', () => {
    const summary = { median: 10, lowerQuartile: 9, upperQuartile: 11 };
    expect(medianError(summary, 4)).toBeCloseTo(0.0929, 10);
    expect(medianError(summary, 16)).toBeCloseTo(medianError(summary, 4) / 2, 12);
  });
});

describe('roundRatios', () => {
  const samples = (values: Record<number, number>) =>
    Object.entries(values).map(([round, milliseconds]) => ({ round: Number(round), milliseconds }));

  it('is not moved by a phase in which the machine is slow', () => {
    const ours = samples({ 0: 1, 1: 1, 2: 5, 3: 5, 4: 5 });
    const peer = samples({ 0: 4, 1: 4, 2: 20, 3: 20, 4: 20 });
    expect(roundRatios(ours, peer)).toEqual({
      median: 0.25,
      lowerQuartile: 0.25,
      upperQuartile: 0.25,
      rounds: 5,
    });
  });

  it('takes only rounds that both were in', () => {
    const ours = samples({ 0: 2, 1: 100, 4: 6 });
    const peer = samples({ 0: 1, 4: 2, 9: 50 });
    expect(roundRatios(ours, peer)).toMatchObject({ median: 2.5, rounds: 2 });
  });
});
