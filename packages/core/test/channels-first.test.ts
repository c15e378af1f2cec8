import '@tensorflow/tfjs-backend-cpu';

import { dispose, tensor1d, ones, tensor2d, tidy, type Rank } from '@tensorflow/tfjs-core';
import { spatialTransformer } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { expect, it, vi } from 'vitest';

it('an image that looks like [batch, channels, height, width] is warned of, once', () => {
  // tfjs prints a warning first.
  dispose(tensor1d([1]));
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const transformer = spatialTransformer({
    transform: affine(),
    sampler: bilinear(),
    outputSize: [2, 2],
  });
  const warp = (...shape: [number, number, number, number]): void =>
    tidy(() => void transformer.apply(ones<Rank.R4>(shape), tensor2d([[1, 0, 0, 0, 1, 0]])));
  warp(1, 3, 8, 64);
  warp(1, 8, 8, 65);
  expect(warn).not.toHaveBeenCalled();
  warp(1, 3, 8, 65);
  warp(1, 3, 8, 65);
  expect(warn).toHaveBeenCalledOnce();
  expect(warn).toHaveBeenCalledWith(
    'spatialTransformer: image [1, 3, 8, 65] has 65 channels and a height of 3, as if channels came first. If they do, use tf.transpose(image, [0, 2, 3, 1])',
  );
  warn.mockRestore();
});
