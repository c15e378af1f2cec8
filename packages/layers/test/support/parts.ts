import type { Sampler, Transform } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

/** The two parts that every layer of these tests is made of. */
export const parts: { readonly transform: Transform; readonly sampler: Sampler } = {
  transform: affine(),
  sampler: bilinear(),
};
