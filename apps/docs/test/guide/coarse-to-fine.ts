import { sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn, fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { tps } from '@tfjs-stn/transform-tps';

/** Straightens images in two steps; a classifier follows. */
export function coarseToFine(): Sequential {
  return sequential({
    layers: [
      spatialTransformerLayer({
        inputShape: [64, 64, 1],
        transform: affine(),
        sampler: bilinear(),
        localisation: cnn(),
        outputSize: [32, 32],
      }),
      spatialTransformerLayer({
        transform: tps({ controlPoints: [4, 4] }),
        sampler: bilinear(),
        localisation: fcn(),
        outputSize: [32, 32],
      }),
    ],
  });
}
