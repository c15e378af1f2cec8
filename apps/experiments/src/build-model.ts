import type { LayersModel } from '@tensorflow/tfjs-layers';
import { buildDigitModel, streams } from '@tfjs-stn-apps/digit-training';
import { samplers, transforms } from './parts.js';
import type { ModelName, Settings } from './settings.js';

/** Filter counts that give both models about the same number of parameters, by image size. */
const filters: Record<number, Record<ModelName, readonly [first: number, second: number]>> = {
  28: { cnn: [20, 40], 'st-cnn': [16, 16] },
  42: { cnn: [20, 58], 'st-cnn': [16, 16] },
};

/**
 * Builds an untrained model from images `[batch, imageSize, imageSize, 1]` to logits `[batch, 10]`.
 *
 * @param settings the transformer of `st-cnn`, affine and bilinear unless given, and the seed of
 *   the initial weights
 */
export function buildModel(
  name: ModelName,
  imageSize: number,
  { transform = 'affine', sampler = 'bilinear', seed }: Pick<Settings, 'seed'> & Partial<Settings>,
): LayersModel {
  const counts = filters[imageSize]?.[name];
  if (!counts) {
    throw new RangeError(`buildModel: imageSize must be 28 or 42, got ${imageSize}`);
  }
  return buildDigitModel({
    name,
    imageSize,
    filters: counts,
    ...(name === 'st-cnn' && {
      transform: transforms[transform](),
      sampler: samplers[sampler](),
    }),
    seed: [seed, streams.initialWeights],
  });
}
