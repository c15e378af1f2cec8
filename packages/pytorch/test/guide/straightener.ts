import { sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { convBn, type ConvBnConfig } from '@tfjs-stn/localisation';
import { loadPyTorchWeights, readCheckpoint } from '@tfjs-stn/pytorch';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

export function straightener(weights: Uint8Array, size = 512, config?: ConvBnConfig): LayersModel {
  const layer = spatialTransformerLayer({
    inputShape: [size, size, 3],
    transform: affine(),
    sampler: bilinear(),
    localisation: convBn(config),
  });
  const model = sequential({ layers: [layer] });
  loadPyTorchWeights(model, readCheckpoint(weights));
  return model;
}
