import { argMax, tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import {
  distort,
  randomSource,
  randomThetas,
  streams,
  TEST_SEED,
  transformerOf,
  type Distortion,
} from '@tfjs-stn-apps/digit-training';
import { pickDigits, type Digits } from '@tfjs-stn-apps/digit-training/digits';
import { outline } from '@tfjs-stn/core/fields';

import { distortions, type DistortionName } from '../settings.js';

/** One digit of every class, distorted, and what a model makes of it. */
export interface Showcase {
  readonly labels: Uint8Array;
  /** Height and width of the distorted images. */
  readonly imageSize: number;
  /** `[count, imageSize, imageSize]`, 0 to 1. */
  readonly distorted: Float32Array;
  /** The model's answers. */
  readonly answers: Uint8Array;
  /** What the model's transformer does, if it has one. */
  readonly rectifying?: Rectifying;
}

/** What a transformer samples and gives. */
// Not an interface, which tf.tidy does not take.
export type Rectifying = {
  /** `[count, 4 · OUTLINE_STEPS, 2]`, the border of what is sampled; see `outline` of core. */
  readonly outlines: Float32Array;
  /** Height and width of the rectified images. */
  readonly size: number;
  /** `[count, size, size]`, 0 to 1. */
  readonly images: Float32Array;
};

/** Line segments along each side of an outline: enough for splines. */
export const OUTLINE_STEPS = 12;

/** Distortions of which the strongest is shown. */
const CANDIDATES = 4;

/** Runs the first test digit of every class, distorted so that it is seen, through a model. */
export function showcase(model: LayersModel, digits: Digits, name: DistortionName): Showcase {
  const distortion = distortions[name];
  const { imageSize } = distortion;
  const chosen = pickDigits(digits, firstOfEachClass(digits.labels));
  return tidy(() => {
    const images = distort(chosen, strongThetas(distortion, imageSize, chosen.count), imageSize);
    const rectifying = rectify(model, images);
    return {
      labels: chosen.labels,
      imageSize,
      distorted: images.dataSync<'float32'>().slice(),
      answers: Uint8Array.from(argMax(model.apply(images) as Tensor2D, 1).dataSync()),
      ...(rectifying && { rectifying }),
    };
  });
}

function rectify(model: LayersModel, images: Tensor4D): Rectifying | undefined {
  const transformer = transformerOf(model);
  if (!transformer) return undefined;
  const rectified = transformer.call(images);
  const border = outline(transformer.transform, transformer.localise(images), {
    pointsPerSide: OUTLINE_STEPS + 1,
  });
  return {
    outlines: border.dataSync<'float32'>().slice(),
    size: rectified.shape[1] ?? 0,
    images: rectified.dataSync<'float32'>().slice(),
  };
}

/** For each digit the strongest of several random distortions, `[count, 6]`. */
function strongThetas(distortion: Distortion, imageSize: number, count: number): Float32Array {
  const random = randomSource(TEST_SEED, streams.showcase);
  const thetas = new Float32Array(6 * count);
  for (let digit = 0; digit < count; digit++) {
    const drawn = randomThetas(distortion, imageSize, CANDIDATES, random);
    const candidates = Array.from({ length: CANDIDATES }, (_, index) =>
      drawn.subarray(6 * index, 6 * index + 6),
    );
    const strengths = candidates.map(([a = 1, b = 0, x = 0, c = 0, d = 1, y = 0]) =>
      Math.hypot(a - 1, b, x, c, d - 1, y),
    );
    const strongest = strengths.indexOf(Math.max(...strengths));
    thetas.set(candidates[strongest] ?? [], 6 * digit);
  }
  return thetas;
}

function firstOfEachClass(labels: Uint8Array): number[] {
  return Array.from({ length: 10 }, (_, digit) => labels.indexOf(digit)).filter(
    (index) => index >= 0,
  );
}
