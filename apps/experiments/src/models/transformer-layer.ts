import { DIGIT_SIZE } from '@tfjs-stn-apps/digit-training';
import { spatialTransformerLayer, type SpatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

/** The spatial transformer in front of the ST-CNN: any image in, a digit of 28×28 pixels out. */
export function transformerLayer(seed: number): SpatialTransformerLayer {
  return spatialTransformerLayer({
    name: 'transformer',
    transform: affine(),
    sampler: bilinear(),
    localisation: fcn(),
    outputSize: [DIGIT_SIZE, DIGIT_SIZE],
    seed,
  });
}
