import { grads, type Tensor, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { spatialTransformer, type SpatialTransformer } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

import type { Contestant } from '../measure.js';
import type { WarpCase } from '../warp-case.js';
import type { CheckedContestant } from './contestant.js';

function transformerOf({ shape }: WarpCase): SpatialTransformer {
  return spatialTransformer({
    transform: affine(),
    sampler: bilinear(),
    outputSize: [shape[1], shape[2]],
  });
}

/** Our fused warp, from θ to the output in the backend's memory. */
export function ourForward(warpCase: WarpCase): CheckedContestant {
  const transformer = transformerOf(warpCase);
  return {
    name: 'tfjs-stn',
    run: () => transformer.apply(warpCase.image, warpCase.theta).dispose(),
    output() {
      const output = transformer.apply(warpCase.image, warpCase.theta);
      const values = output.dataSync<'float32'>().slice();
      output.dispose();
      return values;
    },
  };
}

/** The gradients by image and θ, with the forward that they need. */
export function ourForwardBackward(warpCase: WarpCase): Contestant {
  const transformer = transformerOf(warpCase);
  const both = grads((image: Tensor, theta: Tensor) =>
    transformer.apply(image as Tensor4D, theta as Tensor2D),
  );
  const dy = warpCase.image;
  return {
    name: 'tfjs-stn forward + backward',
    run: () => both([warpCase.image, warpCase.theta], dy).forEach((gradient) => gradient.dispose()),
  };
}
