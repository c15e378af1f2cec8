import { softmax, tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DIGIT_SIZE } from '@tfjs-stn-apps/digit-training';

import { transformerOf } from '../../model/transformer-of.js';
import { outlines } from './outline.js';
import type { Reading } from './results.js';

/**
 * Runs images `[batch, 42, 42, 1]` through a net and keeps what is worth seeing.
 *
 * @returns one reading per image
 */
export function readImages(model: LayersModel, images: Tensor4D): Reading[] {
  const transformer = transformerOf(model);
  const theta = transformer.localise(images);
  const around = outlines(transformer.transform, theta);
  theta.dispose();
  const rectified = valuesOf(() => transformer.call(images));
  const probabilities = valuesOf(() => softmax(model.predict(images) as Tensor));
  const pixels = DIGIT_SIZE * DIGIT_SIZE;
  return around.map((outline, item) => ({
    outline,
    rectified: rectified.slice(item * pixels, (item + 1) * pixels),
    probabilities: Array.from(probabilities.subarray(10 * item, 10 * item + 10)),
  }));
}

function valuesOf(run: () => Tensor): Float32Array {
  const tensor = tidy(run);
  const values = tensor.dataSync<'float32'>();
  tensor.dispose();
  return values;
}
