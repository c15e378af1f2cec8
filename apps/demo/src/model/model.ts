import { image, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { buildDigitModel, transformerOf as findTransformer } from '@tfjs-stn-apps/digit-training';
import { DIGIT_SIZE } from '@tfjs-stn-apps/digit-training/digits';
import {
  registerLocalisation,
  registerSampler,
  registerTransform,
  type Transform,
} from '@tfjs-stn/core';
import { registerSpatialTransformerLayer, type SpatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine, similarity } from '@tfjs-stn/transform-affine';
import { corners } from '@tfjs-stn/transform-projective';
import { tps } from '@tfjs-stn/transform-tps';

import { IMAGE_SIZE, type TransformChoice } from './choices.js';

const transforms: Readonly<Record<TransformChoice, () => Transform>> = {
  affine: () => affine(),
  similarity: () => similarity(),
  projective: () => corners(),
  tps: () => tps({ controlPoints: [4, 4] }),
};

let registered = false;

/** Lets tf.js find the components of saved nets. */
export function registerParts(): void {
  if (registered) return;
  registered = true;
  registerSpatialTransformerLayer();
  registerTransform(affine);
  registerTransform(similarity);
  registerTransform(corners);
  registerTransform(tps);
  registerSampler(bilinear);
  registerLocalisation(fcn);
}

/** Filters of the two convolutions. */
const FILTERS = [16, 24] as const;

/**
 * Builds an untrained ST-CNN from images `[batch, 42, 42, 1]` to logits `[batch, 10]`.
 *
 * @param seed determines the initial weights
 */
export function buildModel(transform: TransformChoice, seed: number): LayersModel {
  return buildDigitModel({
    name: 'st-cnn',
    imageSize: IMAGE_SIZE,
    filters: FILTERS,
    transform: transforms[transform](),
    seed: [seed],
  });
}

/**
 * Builds the same net without a transformer, from `plainInput` to logits: what a transformer is worth
 * is seen by comparison with it.
 */
export function buildPlainModel(seed: number): LayersModel {
  return buildDigitModel({
    name: 'cnn',
    imageSize: DIGIT_SIZE,
    filters: FILTERS,
    seed: [seed],
  });
}

/** Images as large as the transformer's output, `[batch, 28, 28, 1]`. */
export function plainInput(images: Tensor4D): Tensor4D {
  return image.resizeBilinear(images, [DIGIT_SIZE, DIGIT_SIZE]);
}

/**
 * The spatial transformer of a model.
 *
 * @throws TypeError if the model has none
 */
export function transformerOf(model: LayersModel): SpatialTransformerLayer {
  const found = findTransformer(model);
  if (found) return found;
  throw new TypeError('transformerOf: the model must have a spatial transformer, got none');
}
