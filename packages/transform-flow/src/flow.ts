import {
  type Rank,
  type Tensor2D,
  type Tensor4D,
  add,
  matMul,
  reshape,
  tensor2d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { type OutputSize, type TransformFactory, defineTransform } from '@tfjs-stn/core';
import { TensorCache, allocateFloats, pixelCentres } from '@tfjs-stn/core/~internal';

import { readGridSize } from './read-grid-size.js';

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

/** Maximum number of samples along an axis, enough for 4K. */
const mostSamples = 4096;

/** Cached tensors: two matrices and the pixel coordinates for each of four output sizes. */
const [cachedTensors, tensorsOfOneSize] = [12, 3];

/**
 * A dense displacement field, as optical flow and registration nets predict it.
 *
 * Convention: θ = `[dx dy dx dy …]` is the field `[height, width, 2]` written out row by row, in half
 * image widths and heights, x right, y down; output pixel q samples the input at q + displacement. Its
 * samples are placed like the pixels of an image, with the field's `alignCorners`, and interpolated
 * bilinearly; beyond the outermost sample centres their values are repeated. There is no antialiasing
 * when the output is coarser. The identity is 0. Differentiable in θ, as often as you like.
 *
 * The field is of kind `grid`. Two small matrices and the pixel coordinates are cached for the last four
 * output sizes, as many as fit into 1 GiB; `dispose()` releases it.
 *
 * @throws OptionError if the config has another key, or a size out of its range; `field` if the pixel
 *   coordinates would take more than 2 GiB
 */
export const flow: TransformFactory<[config: FlowConfig]> = /* @__PURE__ */ defineTransform(
  'flow',
  (config: FlowConfig) => {
    const [height, width] = readGridSize('flow', config, 'size', 1, mostSamples);
    const paramCount = height * width * 2;
    const cache = new TensorCache(cachedTensors, tensorsOfOneSize);
    const matrix = (output: number, input: number, alignCorners: boolean): Tensor2D =>
      cache.get(`${output} ${input} ${alignCorners}`, () =>
        interpolationMatrix('flow', output, input, alignCorners),
      );
    const gridOf = (theta: Tensor2D, outputSize: OutputSize, alignCorners: boolean): Tensor4D => {
      // First, since it checks the size of the output.
      const places = cache.get(`${outputSize.join('x')} ${alignCorners}`, () =>
        identityGrid('flow', outputSize, alignCorners),
      );
      const samples = reshape<Rank.R4>(theta, [theta.shape[0], height, width, 2]);
      const alongHeight = matrix(outputSize[0], height, alignCorners);
      const alongWidth = matrix(outputSize[1], width, alignCorners);
      const displacement = resizeFlow(samples, alongHeight, alongWidth);
      return add(displacement, reshape<Rank.R4>(places, [1, ...outputSize, 2]));
    };
    return {
      paramCount,
      identity: Array<number>(paramCount).fill(0),
      field: (theta, { outputSize, alignCorners }) => ({
        kind: 'grid',
        grid: tidy(() => gridOf(theta, outputSize, alignCorners)),
        outputSize,
        alignCorners,
      }),
      dispose: () => cache.dispose(),
    };
  },
);

/** The normalised coordinates of every output pixel, `[height · width, 2]`. */
function identityGrid(
  operation: string,
  [height, width]: OutputSize,
  alignCorners: boolean,
): Tensor2D {
  const grid = allocateFloats(operation, 'pixels', [height, width, 2]);
  const columns = pixelCentres(width, alignCorners);
  let start = 0;
  for (const y of pixelCentres(height, alignCorners)) {
    for (const x of columns) {
      grid[start++] = x;
      grid[start++] = y;
    }
  }
  return tensor2d(grid, [height * width, 2]);
}

/**
 * Linear interpolation along one axis as a matrix: each output pixel weighs the two samples around
 * it, or takes the nearest where it lies outside of them all.
 *
 * @param outputSize rows of the matrix
 * @param inputSize its columns
 * @returns `[outputSize, inputSize]`, rows sum to 1
 */
function interpolationMatrix(
  operation: string,
  outputSize: number,
  inputSize: number,
  alignCorners: boolean,
): Tensor2D {
  const matrix = allocateFloats(operation, 'interpolation', [outputSize, inputSize]);
  pixelCentres(outputSize, alignCorners).forEach((centre, row) => {
    const place = alignCorners
      ? ((centre + 1) / 2) * (inputSize - 1)
      : ((centre + 1) * inputSize - 1) / 2;
    const inside = Math.min(Math.max(place, 0), inputSize - 1);
    const first = Math.min(Math.floor(inside), Math.max(inputSize - 2, 0));
    const offset = inside - first;
    matrix[row * inputSize + first] = 1 - offset;
    if (inputSize > 1) matrix[row * inputSize + first + 1] = offset;
  });
  return tensor2d(matrix, [outputSize, inputSize]);
}

/**
 * Resizes along both axes by two products of matrices, whose gradient every backend has, unlike that
 * of `tf.image.resizeBilinear`.
 *
 * @param flow `[batch, height, width, 2]`
 * @param alongHeight `[outHeight, height]`
 * @param alongWidth `[outWidth, width]`
 * @returns `[batch, outHeight, outWidth, 2]`
 */
function resizeFlow(flow: Tensor4D, alongHeight: Tensor2D, alongWidth: Tensor2D): Tensor4D {
  const [batch, height, width] = flow.shape;
  const [outHeight, outWidth] = [alongHeight.shape[0], alongWidth.shape[0]];
  return tidy(() => {
    const rows = reshape(transpose(flow, [1, 0, 2, 3]), [height, batch * width * 2]);
    const tall = reshape<Rank.R4>(matMul(alongHeight, rows), [outHeight, batch, width, 2]);
    const columns = reshape(transpose(tall, [2, 0, 1, 3]), [width, outHeight * batch * 2]);
    const wide = reshape<Rank.R4>(matMul(alongWidth, columns), [outWidth, outHeight, batch, 2]);
    return transpose(wide, [2, 1, 0, 3]);
  });
}
