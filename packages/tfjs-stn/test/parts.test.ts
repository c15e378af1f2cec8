import * as core from '@tfjs-stn/core';
import * as errors from '@tfjs-stn/core/errors';
import * as fields from '@tfjs-stn/core/fields';
import * as homography from '@tfjs-stn/core/homography';
import * as images from '@tfjs-stn/core/images';
import * as layers from '@tfjs-stn/layers';
import * as localisation from '@tfjs-stn/localisation';
import * as bicubic from '@tfjs-stn/sampler-bicubic';
import * as bilinear from '@tfjs-stn/sampler-bilinear';
import * as filters from '@tfjs-stn/sampler-filters';
import * as nearest from '@tfjs-stn/sampler-nearest';
import * as affine from '@tfjs-stn/transform-affine';
import * as flow from '@tfjs-stn/transform-flow';
import * as projective from '@tfjs-stn/transform-projective';
import * as tps from '@tfjs-stn/transform-tps';
import { describe, expect, it } from 'vitest';

import * as stn from '../src/index.js';
import * as names from '../src/names.js';

const parts = [
  core,
  errors,
  fields,
  homography,
  images,
  layers,
  localisation,
  bicubic,
  bilinear,
  filters,
  nearest,
  affine,
  flow,
  projective,
  tps,
];
const ofParts = Object.assign({}, ...parts) as Readonly<Record<string, unknown>>;
const own = [
  'cropRotated',
  'flattenDocument',
  'ready',
  'resize',
  'rotate',
  'warpAffine',
  'warpPerspective',
];

describe('tfjs-stn', () => {
  it('exports all that its parts export, and its own', () => {
    // A name that two parts had would be missing here.
    expect(Object.keys(stn).sort()).toEqual([...new Set([...Object.keys(ofParts), ...own])].sort());
    for (const name of Object.keys(ofParts)) {
      expect((stn as Readonly<Record<string, unknown>>)[name], name).toBe(ofParts[name]);
    }
  });

  it('has the same under /names, but what takes names', () => {
    const replaced = ['spatialTransformer', 'spatialTransformerLayer'];
    expect(Object.keys(names).sort()).toEqual([...Object.keys(stn), 'registerAll'].sort());
    for (const [name, value] of Object.entries(stn)) {
      const same = (names as Readonly<Record<string, unknown>>)[name] === value;
      expect(same, name).toBe(!replaced.includes(name));
    }
  });
});
