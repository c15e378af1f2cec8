import { argMax, tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import {
  linearPart,
  multiply2,
  randomSource,
  randomThetas,
  rotationAngle,
  type Distortion,
  type Matrix2,
} from '@tfjs-stn-apps/digit-training';
import { generateGrid } from '@tfjs-stn/core';

import { pickDigits } from '../digits/pick-digits.js';
import type { Digits } from '../digits/digits.js';
import { distort } from '../distortion/distort.js';
import { IMAGE_SIZE } from '../distortion/distortions.js';
import { transformerOf } from '../model/transformer-of.js';

/** How a model does on distorted test digits. */
export interface TestResult {
  readonly count: number;
  /** Share of right answers, from 0 to 1. */
  readonly accuracy: number;
  /** The mean angle by which the digits are turned, either way, in degrees. */
  readonly angle: number;
  /** The same after the model's transformer. */
  readonly rectifiedAngle: number;
}

const BATCH = 250;
/** The seed behind the test images: the same every time, so that results can be compared. */
const TEST_SEED = 20_150_605;

/** Has a model read digits, each distorted, always in the same way. */
export function testModel(model: LayersModel, digits: Digits, distortion: Distortion): TestResult {
  let right = 0;
  let turned = 0;
  let left = 0;
  for (let start = 0; start < digits.count; start += BATCH) {
    const count = Math.min(BATCH, digits.count - start);
    const indices = Array.from({ length: count }, (_, offset) => start + offset);
    const batch = pickDigits(digits, indices);
    const thetas = randomThetas(distortion, IMAGE_SIZE, count, randomSource(TEST_SEED, start));
    const images = distort(batch, thetas);
    const answers = tidy(() => argMax(model.predict(images) as Tensor2D, 1).dataSync());
    const undoing = centres(model, images);
    images.dispose();
    right += batch.labels.filter((label, index) => answers[index] === label).length;
    undoing.forEach((matrix, index) => {
      const distorting = linearPart(thetas.subarray(6 * index, 6 * index + 6));
      turned += Math.abs(rotationAngle(distorting));
      left += Math.abs(rotationAngle(multiply2(distorting, matrix)));
    });
  }
  const { count } = digits;
  return { count, accuracy: right / count, angle: turned / count, rectifiedAngle: left / count };
}

/** What the transformer does about the middle of each image, whatever kind it is. */
function centres(model: LayersModel, images: Tensor4D): Matrix2[] {
  const { transform } = transformerOf(model);
  const points = tidy(() => {
    const theta = transformerOf(model).localise(images);
    return generateGrid(transform, theta, [3, 3], { alignCorners: false }).dataSync<'float32'>();
  });
  return Array.from({ length: points.length / 18 }, (_, item) => {
    const at = (index: number): number => points[18 * item + index] as number;
    // Pixels 5 and 3 are right and left of the middle, 7 and 1 below and above.
    return [at(10) - at(6), at(14) - at(2), at(11) - at(7), at(15) - at(3)];
  });
}
