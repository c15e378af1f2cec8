import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { hashIntegers } from '@tfjs-stn-apps/digit-training';

import { streams } from '../random/streams.js';
import { classifierLayers, type FilterCounts } from './classifier-layers.js';
import type { ModelName } from './model-names.js';
import { transformerLayer } from './transformer-layer.js';

/** The filters that give both models about as many parameters, by the size of the image. */
const filters: Record<number, Record<ModelName, FilterCounts>> = {
  28: { cnn: [20, 40], 'st-cnn': [16, 16] },
  42: { cnn: [20, 58], 'st-cnn': [16, 16] },
};

/**
 * Makes an untrained model from images `[batch, imageSize, imageSize, 1]` to logits `[batch, 10]`.
 *
 * @param seed makes the initial weights repeatable
 */
export function buildModel(name: ModelName, imageSize: number, seed: number): LayersModel {
  const counts = filters[imageSize]?.[name];
  if (!counts) throw new RangeError(`There is no model for images of ${imageSize} pixels`);
  let count = 0;
  const nextSeed = (): number => hashIntegers([seed, streams.initialWeights, ++count]);
  return sequential({
    name,
    layers: [
      layers.inputLayer({ inputShape: [imageSize, imageSize, 1], name: 'image' }),
      ...(name === 'st-cnn' ? [transformerLayer(nextSeed())] : []),
      ...classifierLayers(counts, nextSeed),
    ],
  });
}
