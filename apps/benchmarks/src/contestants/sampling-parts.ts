import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { gridSample, spatialTransformer, type Sampler, type Transform } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { affine } from '@tfjs-stn/transform-affine';
import { homography } from '@tfjs-stn/transform-projective';
import { tps } from '@tfjs-stn/transform-tps';

import type { SamplingOperation, SamplerName } from '../cases/operation.js';
import type { Shape } from '../cases/shape.js';

const samplers: Record<SamplerName, () => Sampler> = { nearest, bilinear, bicubic };

const transforms: Record<Exclude<SamplingOperation['field'], 'grid'>, () => Transform> = {
  affine,
  projective: homography,
  tps: () => tps({ controlPoints: [4, 4] }),
};

/** Our implementation of a sampling operation, from image and θ or grid to the output. */
export interface Sampling {
  apply(image: Tensor4D, field: Tensor2D | Tensor4D): Tensor4D;
  dispose(): void;
}

/** Puts the parts of an operation together. */
export function samplingOf({ field, sampler }: SamplingOperation, shape: Shape): Sampling {
  if (field === 'grid') {
    const options = { sampler: samplers[sampler]() };
    return {
      apply: (image, grid) => gridSample(image, grid as Tensor4D, options),
      dispose: () => undefined,
    };
  }
  return transformerSampling(transforms[field](), samplers[sampler](), shape);
}

/** A spatial transformer whose output is as large as the image. */
export function transformerSampling(
  transform: Transform,
  sampler: Sampler,
  [, height, width]: Shape,
): Sampling {
  const transformer = spatialTransformer({ transform, sampler, outputSize: [height, width] });
  return {
    apply: (image, theta) => transformer.apply(image, theta as Tensor2D),
    dispose: () => transform.dispose?.(),
  };
}
