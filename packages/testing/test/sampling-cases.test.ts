import { describe, expect, it } from 'vitest';
import { oracleGridSample, samplingCases, seededRandom } from '@tfjs-stn/testing';

const cases = samplingCases();

describe('samplingCases', () => {
  it('is the same in every call', () => {
    expect(JSON.stringify(samplingCases())).toBe(JSON.stringify(cases));
    expect(seededRandom(1)()).toBe(0.6270739405881613);
  });

  it('gives every case a unique name', () => {
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it('covers the shapes and values that kernels get wrong', () => {
    const values = <T>(pick: (each: (typeof cases)[number]) => T) => new Set(cases.map(pick));
    expect([...values(({ image }) => image.shape[3]!)].sort((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 8, 17, 33,
    ]);
    const widths = [...values(({ grid }) => grid.shape[2]!)].sort((a, b) => a - b);
    expect(widths).toEqual([1, 3, 4, 5, 8, 13, 16]);
    expect(values(({ padding }) => padding).size).toBe(4);
    expect(values(({ range }) => range).size).toBe(5);
    const fills = cases.filter(({ fillValue }) => Array.isArray(fillValue));
    expect(fills.length).toBeGreaterThan(10);
    expect(cases.some(({ image, grid }) => image.shape[0] === 1 && grid.shape[0] === 3)).toBe(true);
    expect(cases.some(({ image, grid }) => image.shape[0] === 3 && grid.shape[0] === 1)).toBe(true);
  });

  it('has finite outputs except in the non-finite range', () => {
    const bad = cases.filter(
      (each) => !oracleGridSample({ ...each, coordinates: 'float32' }).data.every(Number.isFinite),
    );
    expect(new Set(bad.map(({ range }) => range))).toEqual(new Set(['not-finite']));
  });
});
