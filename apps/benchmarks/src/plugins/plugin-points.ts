import type { Tensor2D } from '@tensorflow/tfjs-core';
import { generateGrid, type Transform } from '@tfjs-stn/core';
import type { DenseArray } from '@tfjs-stn/testing';

import { atPixels } from '../checks/at-pixels.js';
import type { PluginProblem } from './plugin-problem.js';

/** Output pixels that are looked at, and where the transform has them look. */
export interface PluginPoints {
  /** Pixels of each image, `perImage` for each. */
  readonly pixels: readonly number[];
  readonly perImage: number;
  /** `[batch, 1, perImage, 2]` */
  readonly grid: DenseArray;
}

/** Pixels over the whole batch. */
const pixelsInAll = 512;

/** Spreads pixels over every image, and asks the transform about them. */
export async function pluginPoints(
  { transform, problem }: { readonly transform: Transform; readonly problem: PluginProblem },
  theta: Tensor2D,
): Promise<PluginPoints> {
  const [batch, height, width] = problem.shape;
  const grid = generateGrid(transform, theta, [height, width]);
  const points = Float32Array.from(await grid.data());
  grid.dispose();
  const area = height * width;
  const perImage = Math.min(area, Math.ceil(pixelsInAll / batch));
  const pixels = Array.from({ length: batch * perImage }, (_, index) =>
    Math.floor(((index % perImage) * area) / perImage),
  );
  const data = atPixels(points, pixels, perImage, area, 2);
  return { pixels, perImage, grid: { shape: [batch, 1, perImage, 2], data } };
}
