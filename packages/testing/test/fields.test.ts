import { describe, expect, it } from 'vitest';
import {
  expectClose,
  oracleBasisGrid,
  oracleBasisWarp,
  oracleGridSample,
  oracleGridSampleGradients,
  oracleHomographyGrid,
  oracleHomographyWarp,
  samplingCases,
} from '@tfjs-stn/testing';
import type { DenseArray } from '@tfjs-stn/testing';

const exact = { rtol: 0, atol: 0 };
const image = { shape: [2, 3, 2, 1], data: [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60] };

/** Repeats the single item of an array `times` times. */
function repeat({ shape, data }: DenseArray, times: number): DenseArray {
  const items = Array.from({ length: times }, () => Array.from(data));
  return { shape: [times, ...shape.slice(1)], data: items.flat() };
}

describe('the base grid of the oracle', () => {
  const identity = { shape: [1, 3, 3], data: [1, 0, 0, 0, 1, 0, 0, 0, 1] };
  const axis = (width: number, alignCorners: boolean) =>
    [
      ...oracleHomographyGrid({ matrix: identity, outputSize: [1, width], alignCorners }).data,
    ].filter((_, index) => index % 2 === 0);

  it('lies on pixel centres between edges at -1 and 1', () => {
    expect(axis(4, false)).toEqual([-0.75, -0.25, 0.25, 0.75]);
    expect(axis(1, false)).toEqual([0]);
  });

  it('lies between centres at -1 and 1 with alignCorners, and at 0 for a single pixel', () => {
    expect(axis(5, true)).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(axis(1, true)).toEqual([0]);
  });

  it('is rounded step by step to float32 where asked', () => {
    const single = oracleHomographyGrid({
      matrix: identity,
      outputSize: [1, 3],
      coordinates: 'float32',
    });
    expect(single.data[0]).toBe(Math.fround(Math.fround(1 / 3) - 1));
    expect(single.data[0]).not.toBe(1 / 3 - 1);
  });
});

describe('fields of the oracle', () => {
  const outputSize = [2, 2] as const;

  it('a basis field is basis · coefficients', () => {
    const basis = { shape: [4, 3], data: [1, 0, 0, 0, 1, 0, 0, 0, 1, 0.5, 0.25, 2] };
    const coefficients = {
      shape: [2, 3, 2],
      data: [0.5, -0.5, 0.25, 0.75, -1, 1, 0, 0, 0, 0, 0.1, 0.2],
    };
    const inputs = { image, basis, coefficients, outputSize };
    const grid = oracleBasisGrid(inputs);
    expect([...grid.data.subarray(0, 8)]).toEqual([0.5, -0.5, 0.25, 0.75, -1, 1, -1.6875, 1.9375]);
    expect([...grid.data.subarray(14)]).toEqual([0.2, 0.4]);
    expectClose(oracleBasisWarp(inputs), oracleGridSample({ image, grid }), exact);
  });

  it('a homography in front of its horizon samples at its grid', () => {
    const matrix = {
      shape: [2, 3, 3],
      data: [1, 0.2, 0.1, -0.3, 0.9, 0, 0.2, -0.1, 1.1, 0.8, 0, 0, 0, 1.5, 0.3, 0, 0, 1],
    };
    const inputs = { image, matrix, outputSize, alignCorners: true } as const;
    const grid = oracleHomographyGrid(inputs);
    expectClose(oracleHomographyWarp(inputs), oracleGridSample({ ...inputs, grid }), exact);
  });
});

describe('broadcasting in the oracle', () => {
  const three = samplingCases().filter((each) => each.outputGradient.shape[0] === 3);
  const shared = three.filter(({ image, grid }) => image.shape[0] === 1 || grid.shape[0] === 1);

  it.each(shared)('a batch of one equals its repetition: $name', (each) => {
    const repeated = {
      ...each,
      image: each.image.shape[0] === 1 ? repeat(each.image, 3) : each.image,
      grid: each.grid.shape[0] === 1 ? repeat(each.grid, 3) : each.grid,
    };
    expectClose(oracleGridSample(each), oracleGridSample(repeated), exact);
  });

  it('rejects other pairs of batches', () => {
    const grid = { shape: [3, 1, 1, 2], data: [0, 0, 0, 0, 0, 0] };
    expect(() => oracleGridSample({ image, grid })).toThrow(
      'oracle: batches must be equal or 1, got image 2 and field 3',
    );
  });
});

describe('shapes in the oracle', () => {
  const grid = { shape: [2, 1, 1, 2], data: [0, 0, 0, 0] };

  it('an empty batch and an empty output are valid, an empty image is not', () => {
    const none = { shape: [0, 3, 2, 1], data: [] };
    expect(
      oracleGridSample({ image: none, grid: { shape: [0, 4, 5, 2], data: [] } }).shape,
    ).toEqual([0, 4, 5, 1]);
    expect(oracleGridSample({ image, grid: { shape: [2, 0, 5, 2], data: [] } }).shape).toEqual([
      2, 0, 5, 1,
    ]);
    expect(() => oracleGridSample({ image: { shape: [2, 0, 2, 1], data: [] }, grid })).toThrow(
      'oracle: image must be [batch, height, width, channels] with pixels, got [2, 0, 2, 1]',
    );
  });

  it('fillValue and output gradient must match', () => {
    expect(() => oracleGridSample({ image, grid, fillValue: [1, 2] })).toThrow(
      'oracle: fillValue needs one value per channel (1), got 2',
    );
    const outputGradient = { shape: [1, 1, 1, 1], data: [1] };
    expect(() => oracleGridSampleGradients({ image, grid, outputGradient })).toThrow(
      'oracle: output gradient must be [2, 1, 1, 1], got [1, 1, 1, 1]',
    );
  });
});
