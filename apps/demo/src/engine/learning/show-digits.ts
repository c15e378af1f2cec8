import type { LayersModel } from '@tensorflow/tfjs-layers';
import { randomSource, randomThetas } from '@tfjs-stn-apps/digit-training';

import type { Digits } from '../../digits/digits.js';
import { pickDigits } from '../../digits/pick-digits.js';
import { distort } from '../../distortion/distort.js';
import { distortions, IMAGE_SIZE, type DistortionName } from '../../distortion/distortions.js';
import { readImages } from './read-images.js';
import type { ShownDigit } from './results.js';

/** Which test digits are shown, and how distorted: always the same ones. */
const SHOWN_SEED = 42;
/** The test digits take turns by class; the first ten are one of each. */
const SHOWN = Array.from({ length: 10 }, (_, index) => 10 + index);

/** One test digit of every class, distorted, and what a net makes of it. */
export function showDigits(
  model: LayersModel,
  digits: Digits,
  distortion: DistortionName,
): ShownDigit[] {
  const chosen = pickDigits(digits, SHOWN);
  const random = randomSource(SHOWN_SEED);
  const thetas = randomThetas(distortions[distortion], IMAGE_SIZE, chosen.count, random);
  const images = distort(chosen, thetas);
  const values = images.dataSync<'float32'>();
  const readings = readImages(model, images);
  images.dispose();
  const pixels = IMAGE_SIZE * IMAGE_SIZE;
  return readings.map((reading, index) => ({
    ...reading,
    label: chosen.labels[index] as number,
    image: values.slice(index * pixels, (index + 1) * pixels),
  }));
}
