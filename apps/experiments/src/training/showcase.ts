import { tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import {
  distort,
  randomSource,
  randomThetas,
  streams,
  TEST_SEED,
  transformerOf,
} from '@tfjs-stn-apps/digit-training';
import { pickDigits, type Digits } from '@tfjs-stn-apps/digit-training/digits';

import { distortions, type DistortionName } from '../settings.js';

/** One digit of every class before and after a transformer. */
export interface Showcase {
  readonly labels: Uint8Array;
  /** Height and width of the distorted images. */
  readonly imageSize: number;
  /** `[count, imageSize, imageSize]`, 0 to 1. */
  readonly distorted: Float32Array;
  /** `[count, 6]`, from the rectified to the distorted image. */
  readonly thetas: Float32Array;
  /** Height and width of the rectified images. */
  readonly rectifiedSize: number;
  /** `[count, rectifiedSize, rectifiedSize]`, 0 to 1. */
  readonly rectified: Float32Array;
}

/**
 * Runs the first test digit of every class, distorted, through a model's transformer.
 *
 * @returns undefined if the model has no transformer
 */
export function showcase(
  model: LayersModel,
  digits: Digits,
  name: DistortionName,
): Showcase | undefined {
  const transformer = transformerOf(model);
  if (!transformer) return undefined;
  const distortion = distortions[name];
  const { imageSize } = distortion;
  const chosen = pickDigits(digits, firstOfEachClass(digits.labels));
  const random = randomSource(TEST_SEED, streams.showcase);
  return tidy(() => {
    const distorting = randomThetas(distortion, imageSize, chosen.count, random);
    const images = distort(chosen, distorting, imageSize);
    const rectified = transformer.call(images);
    return {
      labels: chosen.labels,
      imageSize,
      distorted: images.dataSync<'float32'>().slice(),
      thetas: transformer.localise(images).dataSync<'float32'>().slice(),
      rectifiedSize: rectified.shape[1] ?? 0,
      rectified: rectified.dataSync<'float32'>().slice(),
    };
  });
}

function firstOfEachClass(labels: Uint8Array): number[] {
  return Array.from({ length: 10 }, (_, digit) => labels.indexOf(digit)).filter(
    (index) => index >= 0,
  );
}
