import { describe, expect, it } from 'vitest';

import { medianError, roundRatios, summarise, withoutDrift } from '../src/timing/statistics.js';

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

describe('withoutDrift', () => {
  const samples = (values: readonly number[], rounds = values.map((_, round) => round)) =>
    values.map((milliseconds, index) => ({ round: rounds[index] ?? NaN, milliseconds }));
  const times = (all: readonly { readonly milliseconds: number }[]): number[] =>
    all.map(({ milliseconds }) => milliseconds);

  it('takes out the factor that all contestants of a round have in common', () => {
    const phases = [1, 1, 1, 3, 3];
    const all = [2, 5, 7].map((own) => samples(phases.map((slow) => own * slow)));
    withoutDrift(all).forEach((own, index) => {
      for (const ms of times(own)) expect(ms).toBeCloseTo([2, 5, 7][index] ?? NaN, 10);
    });
  });

  it('gives one that sat out most rounds the same level as the others', () => {
    // It was there in slow rounds only, so that its own median would be three times as high.
    const slow = samples([30, 30], [3, 4]);
    const all = [2, 5].map((own) => samples([1, 1, 1, 3, 3].map((phase) => own * phase)));
    const [own = []] = withoutDrift([slow, ...all]);
    for (const ms of times(own)) expect(ms).toBeCloseTo(10, 10);
  });

  it('leaves a contestant its own outliers, and one alone all of its samples', () => {
    const [first = []] = withoutDrift(
      [
        [2, 2, 9, 2],
        [5, 5, 5, 5],
        [7, 7, 7, 7],
      ].map((own) => samples(own)),
    );
    expect(times(first)[2]).toBeCloseTo(9, 10);
    expect(withoutDrift([samples([1, 4, 2])]).map(times)).toEqual([[1, 4, 2]]);
    expect(withoutDrift([[], []])).toEqual([[], []]);
  });
});
