import { expect, it } from 'vitest';

import { checkPublicNames, readPublicNames } from '../check-public-names.mjs';
import { publicNames } from '../public-names.mjs';

const names = publicNames();

it('holds in this repository', () => {
  expect(names['@tfjs-stn/core']).toContain('warp');
  expect(checkPublicNames(names, readPublicNames())).toEqual([]);
});

it('leaves out what exists as a type only', () => {
  expect(names['@tfjs-stn/core']).not.toContain('Transform');
});

it('names what came and what went', () => {
  expect(checkPublicNames({ a: ['x', 'z'], b: [] }, { a: ['x', 'y'], c: [] })).toEqual([
    'a: exports z, not in public-names.json',
    'a: no longer exports y',
    'b: is not in public-names.json',
    'c: is gone, but in public-names.json',
  ]);
});

it('keeps an entry point small', () => {
  const many = { a: Array.from({ length: 16 }, (_, index) => `name${index}`) };
  expect(checkPublicNames(many, many)).toEqual(['a: exports at most 15 values, got 16']);
});
