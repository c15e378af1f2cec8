import type { LayersModel } from '@tensorflow/tfjs-layers';
import { SpatialTransformerLayer } from '@tfjs-stn/layers';

/**
 * The spatial transformer in a model.
 *
 * @throws TypeError if the model has none
 */
export function transformerOf(model: LayersModel): SpatialTransformerLayer {
  const found = model.layers.find((layer) => layer instanceof SpatialTransformerLayer);
  if (found) return found;
  throw new TypeError('transformerOf: the model must have a spatial transformer, got none');
}
