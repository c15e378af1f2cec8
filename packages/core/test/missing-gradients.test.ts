import '@tensorflow/tfjs-backend-cpu';

import {
  dispose,
  tensor1d,
  grad,
  ones,
  tensor2d,
  tidy,
  squeeze,
  type Rank,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import { spatialTransformer } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { expect, it, vi } from 'vitest';

it('a gradient without gradient functions says what to import, once', () => {
  // tfjs prints a warning first.
  dispose(tensor1d([1]));
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const transformer = spatialTransformer({
    transform: affine(),
    sampler: bilinear(),
    outputSize: [2, 2],
  });
  const apply = (theta: Tensor): Tensor =>
    squeeze(transformer.apply(ones<Rank.R3>([3, 3, 1]), theta as Tensor2D));
  const theta = tensor2d([[1, 0, 0, 0, 1, 0]]);
  tidy(() => apply(theta));
  expect(warn).not.toHaveBeenCalled();
  for (let call = 0; call < 2; call++) {
    expect(() => tidy(() => grad(apply)(theta))).toThrow(/gradient/);
  }
  expect(warn).toHaveBeenCalledOnce();
  expect(warn).toHaveBeenCalledWith(
    "warp: tfjs has no gradient functions. Add `import '@tensorflow/tfjs-layers'`, which registers them",
  );
  warn.mockRestore();
});
