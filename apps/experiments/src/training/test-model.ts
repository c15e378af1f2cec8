import { setImmediate } from 'node:timers/promises';

import { argMax, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import {
  centreJacobians,
  distort,
  linearPart,
  multiply2,
  rotationAngle,
  streams,
  testBatches,
  transformerOf,
  type Matrix2,
  type TestBatch,
} from '@tfjs-stn-apps/digit-training';
import type { Digits } from '@tfjs-stn-apps/digit-training/digits';

import { distortions, type DistortionName } from '../settings.js';

/** How well a model does on the distorted test images. */
export interface TestResult {
  /** Percentage of wrong answers. */
  readonly error: number;
  /** Mean absolute angle of the digits, in degrees. */
  readonly angle: number;
  /** The same after the model's transformer, if it has one. */
  readonly rectifiedAngle?: number;
}

interface BatchResult {
  readonly wrong: number;
  readonly angles: readonly number[];
  readonly rectifiedAngles: readonly number[];
}

/**
 * Tests a model on distorted digits, the same for every model and run.
 *
 * @returns undefined if the signal was aborted
 */
export async function testModel(
  model: LayersModel,
  digits: Digits,
  name: DistortionName,
  signal: AbortSignal,
): Promise<TestResult | undefined> {
  const distortion = distortions[name];
  const { imageSize } = distortion;
  const results: BatchResult[] = [];
  for (const batch of testBatches(digits, distortion, imageSize, [streams.distortion])) {
    results.push(testBatch(model, batch, imageSize));
    await setImmediate();
    if (signal.aborted) return undefined;
  }
  const wrong = results.reduce((sum, result) => sum + result.wrong, 0);
  const rectified = results.flatMap(({ rectifiedAngles }) => rectifiedAngles);
  return {
    error: (100 * wrong) / digits.count,
    angle: meanAbsolute(results.flatMap(({ angles }) => angles)),
    ...(rectified.length > 0 && { rectifiedAngle: meanAbsolute(rectified) }),
  };
}

function testBatch(model: LayersModel, { digits, thetas }: TestBatch, size: number): BatchResult {
  return tidy(() => {
    const images = distort(digits, thetas, size);
    const answers = argMax(model.apply(images) as Tensor2D, 1).dataSync();
    const wrong = digits.labels.filter((label, index) => answers[index] !== label).length;
    const transformer = transformerOf(model);
    const distorting = linearParts(thetas);
    const rectifying = transformer ? centreJacobians(transformer, images) : [];
    return {
      wrong,
      angles: distorting.map(rotationAngle),
      rectifiedAngles: rectifying.map((matrix, index) =>
        rotationAngle(multiply2(distorting[index] as Matrix2, matrix)),
      ),
    };
  });
}

/** The linear part of each of `[count, 6]`. */
function linearParts(thetas: ArrayLike<number>): Matrix2[] {
  const values = Array.from(thetas);
  const thetaOf = (row: number): number[] => values.slice(6 * row, 6 * row + 6);
  return Array.from({ length: values.length / 6 }, (_, row) => linearPart(thetaOf(row)));
}

function meanAbsolute(angles: readonly number[]): number {
  return angles.reduce((sum, angle) => sum + Math.abs(angle), 0) / angles.length;
}
