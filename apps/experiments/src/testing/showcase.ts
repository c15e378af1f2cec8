import { tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { randomSource, randomThetas } from '@tfjs-stn-apps/digit-training';

import type { Digits } from '../data/digits.js';
import { pickDigits } from '../data/pick-digits.js';
import { distort } from '../distortion/distort.js';
import { distortions, type DistortionName } from '../distortion/distortions.js';
import { transformerOf } from '../models/transformer-of.js';
import { streams, TEST_SEED } from '../random/streams.js';

/** What a transformer makes of one digit of every class. */
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
 * @returns undefined if the model has none
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
