import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { grad, tensor, tensor4d, tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { warp, type Padding, type SamplingField } from '@tfjs-stn/core';
import {
  expectClose,
  expectNoLeak,
  oracleGridSample,
  oracleGridSampleGradients,
  oracleHomographyWarp,
  oracleHomographyWarpGradients,
  seededRandom,
  type DenseArray,
} from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, it } from 'vitest';

import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { registerWasmKernels } from '../src/index.js';

/**
 * Larger than a tile of the kernels, at most 256 columns and 16 rows, in both directions, with a
 * rest that is no multiple of four.
 */
const outputSize = [21, 278] as const;
const batch = 2;
const imageSize = [37, 53] as const;
const paddings: readonly Padding[] = ['zeros', 'border', 'reflection', 'wrap'];
const forward = { rtol: 1e-5, atol: 2e-6, what: 'output' };
const backward = { rtol: 1e-4, atol: 2e-5 };
const float32 = { coordinates: 'float32' } as const;

interface Tiled {
  readonly channels: number;
  readonly padding: Padding;
  readonly alignCorners: boolean;
  readonly seed: number;
}

const cases: readonly Tiled[] = [1, 2, 3, 4, 5, 17].flatMap((channels, row) =>
  paddings.map((padding, column) => ({
    channels,
    padding,
    alignCorners: (row + column) % 2 === 1,
    seed: 1 + row * paddings.length + column,
  })),
);

/** The last row of each; the horizon of the last runs through the output. */
const homographies = {
  affine: [0, 0, 1],
  projective: [0.25, -0.3, 1],
  horizon: [1.1, 0.7, 0.9],
} as const;

function values(shape: readonly number[], seed: number, limit = 1): DenseArray {
  const random = seededRandom(seed);
  const length = shape.reduce((product, size) => product * size, 1);
  return { shape, data: Float32Array.from({ length }, () => limit * (2 * random() - 1)) };
}

function tensorOf({ shape, data }: DenseArray): Tensor {
  return tensor(data as Float32Array, [...shape]);
}

/** Different for the two items: turned, scaled and shifted. */
function matrices(lastRow: readonly number[]): DenseArray {
  const items = [0.5, -1.1].map((angle, item) => {
    const scale = 1.2 - 0.5 * item;
    const [cos, sin] = [scale * Math.cos(angle), scale * Math.sin(angle)];
    return [cos, -sin, 0.1, sin, cos, -0.2 * item, ...lastRow];
  });
  return { shape: [batch, 3, 3], data: Float32Array.from(items.flat()) };
}

/** One fill value per channel, where there is an outside. */
function filled({ padding, channels }: Tiled): { fillValue?: readonly number[] } {
  if (padding !== 'zeros') return {};
  return { fillValue: Array.from({ length: channels }, (_, channel) => channel / 4 - 0.6) };
}

interface Expected {
  readonly output: DenseArray;
  readonly imageGradient: DenseArray;
  readonly fieldGradient: DenseArray;
  /** What a gradient that sums over all pixels is judged by. */
  readonly fieldScale: number;
}

function check(
  tiled: Tiled,
  given: { readonly image: DenseArray; readonly points: DenseArray; readonly dy: DenseArray },
  fieldOf: (points: Tensor) => SamplingField,
  expected: Expected,
): void {
  const options = { sampler: bilinear(), padding: tiled.padding, ...filled(tiled) };
  const apply = (image: Tensor, points: Tensor): Tensor4D =>
    warp(image as Tensor4D, fieldOf(points), options);
  const image = tensor4d(given.image.data as Float32Array, [batch, ...imageSize, tiled.channels]);
  const points = tensorOf(given.points);
  const dy = tensorOf(given.dy);
  expectClose(apply(image, points), expected.output, forward);
  const byImage = grad((x: Tensor) => apply(x, points))(image, dy);
  expectClose(byImage, expected.imageGradient, { ...backward, what: 'gradient by image' });
  const byField = grad((x: Tensor) => apply(image, x))(points, dy);
  const atol = backward.atol * expected.fieldScale;
  expectClose(byField, expected.fieldGradient, { ...backward, atol, what: 'gradient by field' });
}

function inputs({ channels, seed }: Tiled): { image: DenseArray; dy: DenseArray } {
  return {
    image: values([batch, ...imageSize, channels], seed),
    dy: values([batch, ...outputSize, channels], seed + 100),
  };
}

function checkGrid(tiled: Tiled): void {
  const { padding, alignCorners, seed } = tiled;
  const { image, dy } = inputs(tiled);
  const grid = values([batch, ...outputSize, 2], seed + 200, 1.5);
  const oracle = { image, grid, padding, alignCorners, ...filled(tiled), ...float32 };
  const gradients = oracleGridSampleGradients({ ...oracle, outputGradient: dy });
  check(
    tiled,
    { image, points: grid, dy },
    (points) => ({ kind: 'grid', grid: points as Tensor4D, outputSize, alignCorners }),
    {
      output: oracleGridSample(oracle),
      imageGradient: gradients.image,
      fieldGradient: gradients.grid,
      fieldScale: 1,
    },
  );
}

function checkHomography(tiled: Tiled, lastRow: readonly number[]): void {
  const { padding, alignCorners } = tiled;
  const { image, dy } = inputs(tiled);
  const matrix = matrices(lastRow);
  const oracle = { image, matrix, outputSize, padding, alignCorners, ...filled(tiled), ...float32 };
  const gradients = oracleHomographyWarpGradients({ ...oracle, outputGradient: dy });
  check(
    tiled,
    { image, points: matrix, dy },
    (points) => ({ kind: 'homography', matrix: points as never, outputSize, alignCorners }),
    {
      output: oracleHomographyWarp(oracle),
      imageGradient: gradients.image,
      fieldGradient: gradients.matrix,
      // Terms of either sign from all pixels: what is left is judged by the largest sum.
      fieldScale: gradients.matrix.data.reduce((most, sum) => Math.max(most, Math.abs(sum)), 1),
    },
  );
}

describeBackends(
  ['wasm'],
  () => {
    describe('grids of several tiles', () => {
      it.each(cases)('$channels channels, $padding, alignCorners $alignCorners', (tiled) => {
        expectNoLeak(() => tidy(() => checkGrid(tiled)));
      });
    });
    for (const [kind, lastRow] of Object.entries(homographies)) {
      describe(`homographies over several tiles, ${kind}`, () => {
        it.each(cases)('$channels channels, $padding, alignCorners $alignCorners', (tiled) => {
          expectNoLeak(() => tidy(() => checkHomography(tiled, lastRow)));
        });
      });
    }
  },
  { setup: { wasm: registerWasmKernels } },
);
