import { registerLocalisation, registerSampler, registerTransform } from '@tfjs-stn/core';
import { registerSpatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn, convBn, fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { afterAll, beforeAll } from 'vitest';

/** Registers what the tests of a file save, and takes it back after them. */
export function useRegistered(): void {
  let unregister: (() => void)[] = [];
  beforeAll(() => {
    registerSpatialTransformerLayer();
    unregister = [
      registerTransform(affine),
      registerSampler(bilinear),
      ...[fcn, cnn, convBn].map((preset) => registerLocalisation(preset)),
    ];
  });
  afterAll(() => unregister.forEach((takeBack) => takeBack()));
}
