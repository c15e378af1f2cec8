import { randomSource, randomThetas } from '@tfjs-stn-apps/digit-training';

import { pickDigits } from '../data/pick-digits.js';
import type { Digits } from '../data/digits.js';
import { distortions, type DistortionName } from '../distortion/distortions.js';
import { streams, TEST_SEED } from '../random/streams.js';

/** Test digits and the θ by which each is distorted, always the same ones. */
export interface TestBatch {
  readonly digits: Digits;
  /** `[count, 6]` */
  readonly thetas: Float32Array;
}

const BATCH = 250;

/** All test digits, a batch at a time. */
export function* testBatches(digits: Digits, name: DistortionName): Generator<TestBatch> {
  const distortion = distortions[name];
  for (let start = 0; start < digits.count; start += BATCH) {
    const count = Math.min(BATCH, digits.count - start);
    const indices = Array.from({ length: count }, (_, offset) => start + offset);
    const random = randomSource(TEST_SEED, streams.distortion, start);
    const thetas = randomThetas(distortion, distortion.imageSize, count, random);
    yield { digits: pickDigits(digits, indices), thetas };
  }
}
