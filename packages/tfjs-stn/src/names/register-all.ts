import {
  registerLocalisation,
  registerSampler,
  registerTransform,
  type TransformFactory,
} from '@tfjs-stn/core';
import { registerSpatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn, convBn, fcn } from '@tfjs-stn/localisation';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { antialiased, lanczos, multiSample } from '@tfjs-stn/sampler-filters';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { affineTransforms } from '@tfjs-stn/transform-affine';
import { flowTransforms } from '@tfjs-stn/transform-flow';
import { projectiveTransforms } from '@tfjs-stn/transform-projective';
import { tpsTransforms } from '@tfjs-stn/transform-tps';

let isRegistered = false;

/**
 * Registers every transform, sampler, localisation net and the layer of this library by name, so that
 * `tf.loadLayersModel` finds them. May be called any number of times; what takes names calls it.
 *
 * @throws DuplicateNameError if a name is taken by a factory of yours
 */
export function registerAll(): void {
  if (isRegistered) return;
  const transforms: readonly TransformFactory[] = [
    ...affineTransforms,
    ...projectiveTransforms,
    ...tpsTransforms,
    ...flowTransforms,
  ];
  for (const factory of transforms) registerTransform(factory);
  for (const factory of [nearest, bilinear, bicubic, lanczos, antialiased, multiSample]) {
    registerSampler(factory);
  }
  for (const factory of [fcn, cnn, convBn]) registerLocalisation(factory);
  registerSpatialTransformerLayer();
  isRegistered = true;
}
