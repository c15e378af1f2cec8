import type { LayersModel } from '@tensorflow/tfjs-layers';
import { SpatialTransformerLayer } from '@tfjs-stn/layers';

/** The spatial transformer in a model, if it has one. */
export function transformerOf(model: LayersModel): SpatialTransformerLayer | undefined {
  return model.layers.find((layer) => layer instanceof SpatialTransformerLayer);
}
