import { argMax, tidy, type Tensor2D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import {
  centreJacobians,
  distort,
  linearPart,
  multiply2,
  rotationAngle,
  testBatches,
  type Distortion,
} from '@tfjs-stn-apps/digit-training';
import { pickDigits, type Digits } from '@tfjs-stn-apps/digit-training/digits';

import { distortions, IMAGE_SIZE } from '../model/choices.js';
import { plainInput, transformerOf } from '../model/model.js';
import type { HeldOut, TrainingOrder } from './train.js';

/** How well a model reads distorted test digits. */
export interface TestResult {
  readonly count: number;
  /** Fraction of right answers, from 0 to 1. */
  readonly accuracy: number;
  /** Mean absolute angle of the digits, in degrees. */
  readonly angle: number;
  /** The same after the model's transformer. */
  readonly rectifiedAngle: number;
}

/** Tests a model on digits that are distorted the same way every time. */
export function testModel(model: LayersModel, digits: Digits, distortion: Distortion): TestResult {
  let right = 0;
  let turned = 0;
  let left = 0;
  for (const { digits: batch, thetas } of testBatches(digits, distortion, IMAGE_SIZE)) {
    const images = distort(batch, thetas, IMAGE_SIZE);
    const answers = tidy(() => argMax(model.predict(images) as Tensor2D, 1).dataSync());
    const rectifying = centreJacobians(transformerOf(model), images);
    images.dispose();
    right += batch.labels.filter((label, index) => answers[index] === label).length;
    rectifying.forEach((matrix, index) => {
      const distorting = linearPart(thetas.subarray(6 * index, 6 * index + 6));
      turned += Math.abs(rotationAngle(distorting));
      left += Math.abs(rotationAngle(multiply2(distorting, matrix)));
    });
  }
  const { count } = digits;
  return { count, accuracy: right / count, angle: turned / count, rectifiedAngle: left / count };
}

/** The accuracy of the net without a transformer on the same digits. */
function plainAccuracy(model: LayersModel, digits: Digits, distortion: Distortion): number {
  let right = 0;
  for (const { digits: batch, thetas } of testBatches(digits, distortion, IMAGE_SIZE)) {
    const answers = tidy(() => {
      const images = plainInput(distort(batch, thetas, IMAGE_SIZE));
      return argMax(model.predict(images) as Tensor2D, 1).dataSync();
    });
    right += batch.labels.filter((label, index) => answers[index] === label).length;
  }
  return right / digits.count;
}

/** Held-out scores per training; each takes about as long as three steps. */
const TIMES = 20;
/** Digits per held-out score, enough for a curve. */
const COUNT = 200;

/**
 * The accuracy of nets in training on test digits at full distortion, measured at some of the steps.
 *
 * @param step completed steps
 * @returns an empty object at the other steps
 */
export function heldOutScore(
  { own, plain }: { readonly own: LayersModel; readonly plain?: LayersModel | undefined },
  test: Digits,
  { distortion, steps }: TrainingOrder,
  step: number,
): { readonly heldOut?: HeldOut } {
  if (step % Math.ceil(steps / TIMES) !== 0 && step !== steps) return {};
  const indices = Array.from({ length: Math.min(COUNT, test.count) }, (_, index) => index);
  const digits = pickDigits(test, indices);
  const { accuracy } = testModel(own, digits, distortions[distortion]);
  if (!plain) return { heldOut: { own: accuracy } };
  return {
    heldOut: { own: accuracy, plain: plainAccuracy(plain, digits, distortions[distortion]) },
  };
}
