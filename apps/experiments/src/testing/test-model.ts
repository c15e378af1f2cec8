import { setImmediate } from 'node:timers/promises';

import { argMax, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { linearPart, multiply2, rotationAngle, type Matrix2 } from '@tfjs-stn-apps/digit-training';

import type { Digits } from '../data/digits.js';
import { distort } from '../distortion/distort.js';
import { distortions, type DistortionName } from '../distortion/distortions.js';
import { transformerOf } from '../models/transformer-of.js';
import { testBatches, type TestBatch } from './test-batches.js';

/** How a model does on the distorted test images. */
export interface TestResult {
  /** Share of wrong answers, in percent. */
  readonly error: number;
  /** The mean angle by which the digits are turned, either way, in degrees. */
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
 * @returns undefined if the signal came
 */
export async function testModel(
  model: LayersModel,
  digits: Digits,
  distortion: DistortionName,
  signal: AbortSignal,
): Promise<TestResult | undefined> {
  const results: BatchResult[] = [];
  for (const batch of testBatches(digits, distortion)) {
    results.push(testBatch(model, batch, distortions[distortion].imageSize));
    await setImmediate();
    if (signal.aborted) return undefined;
  }
  const wrong = results.reduce((sum, result) => sum + result.wrong, 0);
  const rectified = results.flatMap(({ rectifiedAngles }) => rectifiedAngles);
  return {
    error: (100 * wrong) / digits.count,
    angle: meanSize(results.flatMap(({ angles }) => angles)),
    ...(rectified.length > 0 && { rectifiedAngle: meanSize(rectified) }),
  };
}

function testBatch(model: LayersModel, { digits, thetas }: TestBatch, size: number): BatchResult {
  return tidy(() => {
    const images = distort(digits, thetas, size);
    const answers = argMax(model.apply(images) as Tensor2D, 1).dataSync();
    const wrong = digits.labels.filter((label, index) => answers[index] !== label).length;
    const predicted = transformerOf(model)?.localise(images).dataSync();
    const distorting = linearParts(thetas);
    const undoing = predicted ? linearParts(predicted) : [];
    return {
      wrong,
      angles: distorting.map(rotationAngle),
      rectifiedAngles: undoing.map((matrix, index) =>
        rotationAngle(multiply2(distorting[index] as Matrix2, matrix)),
      ),
    };
  });
}

/** Of each of `[count, 6]`. */
function linearParts(thetas: ArrayLike<number>): Matrix2[] {
  const values = Array.from(thetas);
  const thetaOf = (row: number): number[] => values.slice(6 * row, 6 * row + 6);
  return Array.from({ length: values.length / 6 }, (_, row) => linearPart(thetaOf(row)));
}

function meanSize(angles: readonly number[]): number {
  return angles.reduce((sum, angle) => sum + Math.abs(angle), 0) / angles.length;
}
