import { setImmediate } from 'node:timers/promises';

import { argMax, tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { model as tfModel, type LayersModel } from '@tensorflow/tfjs-layers';
import {
  randomSource,
  streams,
  TEST_SEED,
  transformersOf,
  type RandomSource,
  type TrainingBatch,
} from '@tfjs-stn-apps/digit-training';
import { pickDigits, type Digits } from '@tfjs-stn-apps/digit-training/digits';

import type { SpatialTransformerLayer } from '@tfjs-stn/layers';

import { isCoLocalisation, type PaperDistortion } from '../cell.js';
import { missedBoxes } from './co-localise.js';
import { exampleBatch } from './example-batch.js';
import { shiftedDigits } from './shifted-digits.js';
import { transformerHealth, type TransformerHealth } from './transformer-health.js';

const TEST_BATCH = 250;

/** A batch of the fixed test set. */
function testBatch(digits: Digits, distortion: PaperDistortion, start: number): TrainingBatch {
  return exampleBatch(distortion, ...testDraw(digits, start));
}

/** The digits of a test batch, and its random numbers. */
function testDraw(digits: Digits, start: number): [Digits, RandomSource] {
  const count = Math.min(TEST_BATCH, digits.count - start);
  const chosen = pickDigits(
    digits,
    Array.from({ length: count }, (_, offset) => start + offset),
  );
  return [chosen, randomSource(TEST_SEED, streams.distortion, start)];
}

/**
 * Tests a model on all test digits, distorted in the same way for every model and run.
 *
 * @returns the number of wrong answers, where a number is wrong if one of its places is, and a
 *   box that overlaps the digit's by an IoU of 0.5 or less; undefined if the signal was aborted
 */
export async function testCell(
  model: LayersModel,
  digits: Digits,
  distortion: PaperDistortion,
  signal: AbortSignal,
): Promise<number | undefined> {
  let wrong = 0;
  for (let start = 0; start < digits.count; start += TEST_BATCH) {
    wrong += tidy(() => {
      if (isCoLocalisation(distortion)) {
        return missedBoxes(model, shiftedDigits(distortion, ...testDraw(digits, start)));
      }
      const { images, labels } = testBatch(digits, distortion, start);
      const answers = argMax(model.apply(images) as Tensor, -1).dataSync();
      const places = labels.length / images.shape[0];
      const missed = [...labels.keys()].filter((at) => answers[at] !== labels[at]);
      return new Set(missed.map((at) => Math.floor(at / places))).size;
    });
    await setImmediate();
    if (signal.aborted) return undefined;
  }
  return wrong;
}

/**
 * Where a model's transformer looks, for the first batch of the test set: of several, the one with
 * the least coverage.
 *
 * @returns undefined if the model has no transformer
 */
export function healthOf(
  model: LayersModel,
  digits: Digits,
  distortion: PaperDistortion,
): TransformerHealth | undefined {
  const transformers = transformersOf(model);
  if (transformers.length === 0) return undefined;
  const { images } = testBatch(digits, distortion, 0);
  try {
    return transformers
      .map((transformer) => {
        const seen = inputOf(model, transformer, images);
        const health = transformerHealth(transformer, seen);
        if (seen !== images) seen.dispose();
        return health;
      })
      .reduce((worst, one) => (one.coverage < worst.coverage ? one : worst));
  } finally {
    images.dispose();
  }
}

/** What a transformer of a model is given: the images, or features of them. */
function inputOf(
  model: LayersModel,
  { input }: SpatialTransformerLayer,
  images: Tensor4D,
): Tensor4D {
  if (input === model.inputs[0]) return images;
  // It shares its layers with the model, so it is not disposed of.
  const features = tfModel({ inputs: model.inputs, outputs: input });
  return tidy(() => features.apply(images) as Tensor4D);
}
