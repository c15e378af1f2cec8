import { add, reshape, tidy, type Rank, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import { defineTransform, type OutputSize, type TransformFactory } from '@tfjs-stn/core';
import { TensorCache } from '@tfjs-stn/core/~internal';

import { readGridSize } from './config/read-grid-size.js';
import { identityGrid } from './fields/identity-grid.js';
import { interpolationMatrix } from './fields/interpolation-matrix.js';
import { resizeFlow } from './fields/resize-flow.js';

/** A dense displacement field. */
export interface FlowConfig {
  /** Resolution of the field, each from 1 to 4096; it need not be that of any image. */
  readonly size: readonly [height: number, width: number];
}

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    flow: FlowConfig;
  }
}

/** Samples along an axis: a field for 4K. */
const mostSamples = 4096;

/** Tensors that are kept: two matrices and the pixels' own places for each of four output sizes. */
const cachedTensors = 12;

/**
 * A dense displacement field, as optical flow and registration nets predict it.
 *
 * Convention: θ = `[dx dy dx dy …]` is the field `[height, width, 2]` written out row by row, in half
 * image widths and heights, x right, y down; the output at q looks at q + displacement. The field is
 * laid over the output as an image is, with the field's `alignCorners`, and interpolated bilinearly;
 * beyond the centres of its outermost samples they hold. It is not smoothed where the output is
 * coarser. The identity is 0. Differentiable in θ, as often as you like.
 *
 * The field is of kind `grid`. What it needs of the last four output sizes, two small matrices and the
 * pixels' own places, is cached; `dispose()` releases it.
 *
 * @throws OptionError if the config has another key, or a size out of its range; `field` if the pixels'
 *   own places would take more than 2 GiB
 */
export const flow: TransformFactory<[config: FlowConfig]> = /* @__PURE__ */ defineTransform(
  'flow',
  (config: FlowConfig) => {
    const [height, width] = readGridSize('flow', config, 'size', 1, mostSamples);
    const paramCount = height * width * 2;
    const cache = new TensorCache(cachedTensors);
    const matrix = (output: number, input: number, alignCorners: boolean): Tensor2D =>
      cache.get(`${output} ${input} ${alignCorners}`, () =>
        interpolationMatrix('flow', output, input, alignCorners),
      );
    const gridOf = (theta: Tensor2D, outputSize: OutputSize, alignCorners: boolean): Tensor4D => {
      const samples = reshape<Rank.R4>(theta, [theta.shape[0], height, width, 2]);
      const alongHeight = matrix(outputSize[0], height, alignCorners);
      const alongWidth = matrix(outputSize[1], width, alignCorners);
      const displacement = resizeFlow(samples, alongHeight, alongWidth);
      const places = cache.get(`${outputSize.join('x')} ${alignCorners}`, () =>
        identityGrid('flow', outputSize, alignCorners),
      );
      return add(displacement, reshape<Rank.R4>(places, [1, ...outputSize, 2]));
    };
    return {
      paramCount,
      identity: Array<number>(paramCount).fill(0),
      field: (theta, outputSize, alignCorners) => ({
        kind: 'grid',
        grid: tidy(() => gridOf(theta, outputSize, alignCorners)),
        outputSize,
        alignCorners,
      }),
      dispose: () => cache.dispose(),
    };
  },
);
