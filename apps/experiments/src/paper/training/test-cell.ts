import { setImmediate } from 'node:timers/promises';

import { argMax, tidy, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { randomSource, streams, TEST_SEED, transformerOf } from '@tfjs-stn-apps/digit-training';
import { pickDigits, type Digits } from '@tfjs-stn-apps/digit-training/digits';

import type { PaperDistortion } from '../cell.js';
import { distortDigits } from './distort-digits.js';
import { transformerHealth, type TransformerHealth } from './transformer-health.js';

const TEST_BATCH = 250;

/** A batch of the fixed test set. */
function testBatch(
  digits: Digits,
  distortion: PaperDistortion,
  start: number,
): { readonly images: Tensor4D; readonly labels: Uint8Array } {
  const count = Math.min(TEST_BATCH, digits.count - start);
  const chosen = pickDigits(
    digits,
    Array.from({ length: count }, (_, offset) => start + offset),
  );
  const random = randomSource(TEST_SEED, streams.distortion, start);
  return { images: distortDigits(distortion, chosen, random), labels: chosen.labels };
}

/**
 * Tests a model on all test digits, distorted in the same way for every model and run.
 *
 * @returns the number of wrong answers; undefined if the signal was aborted
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
      const { images, labels } = testBatch(digits, distortion, start);
      const answers = argMax(model.apply(images) as Tensor2D, 1).dataSync();
      return labels.filter((label, index) => answers[index] !== label).length;
    });
    await setImmediate();
    if (signal.aborted) return undefined;
  }
  return wrong;
}

/** Where a model's transformer looks, for the first batch of the test set; undefined without one. */
export function healthOf(
  model: LayersModel,
  digits: Digits,
  distortion: PaperDistortion,
): TransformerHealth | undefined {
  const transformer = transformerOf(model);
  if (!transformer) return undefined;
  const { images } = testBatch(digits, distortion, 0);
  try {
    return transformerHealth(transformer, images);
  } finally {
    images.dispose();
  }
}
