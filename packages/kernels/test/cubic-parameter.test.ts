import { OptionError } from '@tfjs-stn/core/errors';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { defineSampler, type KernelSampler } from '@tfjs-stn/core';
import { expect, it } from 'vitest';

import { encodeProblem } from '../src/tfjs/sampling/encode-problem.js';

const cubicOf = (sampler: KernelSampler): number | boolean =>
  encodeProblem({
    name: 'StnGridSample',
    attributes: {
      sampler,
      padding: 'zeros',
      fillValue: 0,
      outputSize: [1, 1],
      alignCorners: false,
    },
    imageShape: [1, 2, 2, 1],
    field: { kind: 'grid', source: { dataId: {}, dtype: 'float32', shape: [1, 1, 1, 2] } },
  }).cubic;

it('the bicubic kernel gets the parameter of its sampler', () => {
  expect(cubicOf(bicubic())).toBe(-0.75);
  expect(cubicOf(bicubic({ a: -0.5 }))).toBe(-0.5);
  expect(cubicOf(bicubic({ a: 0 }))).toBe(0);
  expect(cubicOf(bilinear())).toBe(0);
});

it('a custom sampler that names the bicubic kernel without a parameter is rejected', () => {
  const { taps, weights } = bicubic();
  const custom = defineSampler('sharp', () => ({ taps, weights, fastKernel: 'bicubic' }));
  expect(() => cubicOf(custom())).toThrow(OptionError);
  expect(() => cubicOf(custom())).toThrow(
    "StnGridSample: sampler 'sharp' with fastKernel 'bicubic' must have a number as config.a, got undefined. Leave fastKernel out",
  );
});
