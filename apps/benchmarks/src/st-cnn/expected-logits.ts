import { oracleHomographyWarp } from '@tfjs-stn/testing';

import type { Shape } from '../cases/shape.js';
import { expectedConvolution } from '../convolutions/expected-convolution.js';
import { expectedMaxPool } from '../convolutions/expected-max-pool.js';
import type { WindowProblem } from '../convolutions/window-problem.js';

/** A weight of the net with its shape, in float64. */
export interface Weight {
  readonly shape: readonly number[];
  readonly data: Float64Array;
}

/**
 * The net's logits in float64, layer by layer and without tfjs.
 *
 * @param weights of the model, in tf.layers' order: kernels and biases of the localisation net, then
 *   of the two convolutions and the last layer
 * @param images `[batch, height, width, channels]`
 * @returns `[batch, 10]`
 */
export function expectedLogits(
  weights: readonly Weight[],
  images: Float32Array,
  [batch, height, width, channels]: Shape,
  innerSide: number,
): Float64Array {
  const size = height * width * channels;
  const logits = Array.from({ length: batch }, (_, item) => {
    const image = images.subarray(item * size, (item + 1) * size);
    const classifier = weights.length - 6;
    const theta = denseLayers(Float64Array.from(image), weights.slice(0, classifier));
    const warped = oracleHomographyWarp({
      image: { shape: [1, height, width, channels], data: image },
      matrix: { shape: [1, 3, 3], data: Float64Array.from([...theta, 0, 0, 1]) },
      outputSize: [innerSide, innerSide],
    });
    const first = convolved(warped.data, [1, innerSide, innerSide, channels], weights, classifier);
    const second = convolved(first.data, first.shape, weights, classifier + 2);
    return [...denseLayers(second.data, weights.slice(classifier + 4))];
  });
  return Float64Array.from(logits.flat());
}

/** The mean cross entropy of softmax, for labels `[batch]`. */
export function expectedLoss(logits: Float64Array, labels: readonly number[]): number {
  const classes = logits.length / labels.length;
  const each = labels.map((label, item) => {
    const own = logits.subarray(item * classes, (item + 1) * classes);
    const largest = Math.max(...own);
    const sum = own.reduce((total, logit) => total + Math.exp(logit - largest), 0);
    return Math.log(sum) + largest - (own[label] ?? NaN);
  });
  return each.reduce((sum, loss) => sum + loss, 0) / labels.length;
}

/** Kernels and biases in turn, ReLU between layers. */
function denseLayers(input: Float64Array, weights: readonly Weight[]): Float64Array {
  let values = input;
  for (let index = 0; index < weights.length; index += 2) {
    const [kernel, bias] = [weights[index], weights[index + 1]];
    const isLast = index + 2 >= weights.length;
    const from = values;
    const units = bias?.data.length ?? 0;
    values = Float64Array.from({ length: units }, (_, unit) => {
      let sum = bias?.data[unit] ?? NaN;
      for (let at = 0; at < from.length; at++) {
        sum += (from[at] ?? NaN) * (kernel?.data[at * units + unit] ?? NaN);
      }
      return isLast ? sum : Math.max(0, sum);
    });
  }
  return values;
}

/** A convolution with ReLU and 2 × 2 max-pooling. */
function convolved(
  image: Float64Array,
  shape: Shape,
  weights: readonly Weight[],
  index: number,
): { readonly data: Float64Array; readonly shape: Shape } {
  const [filter, bias] = [weights[index], weights[index + 1]];
  const outs = bias?.data.length ?? 0;
  const window = { size: filter?.shape ?? [], strides: 1, pad: 'valid' } as const;
  const side = shape[1] - (window.size[0] ?? 0) + 1;
  const outputShape: Shape = [1, side, side, outs];
  const problem: WindowProblem = {
    shape,
    window,
    outputShape,
    image,
    filter: filter?.data ?? new Float64Array(),
    upstream: new Float64Array(),
  };
  const activations = Float64Array.from({ length: side * side * outs }, (_, at) =>
    Math.max(0, expectedConvolution(problem, at) + (bias?.data[at % outs] ?? NaN)),
  );
  const pooled: Shape = [1, Math.floor(side / 2), Math.floor(side / 2), outs];
  const { output } = expectedMaxPool({
    ...problem,
    shape: outputShape,
    outputShape: pooled,
    window: { size: [2, 2], strides: 2, pad: 'valid' },
    image: activations,
    upstream: new Float64Array(pooled[1] * pooled[2] * outs),
  });
  return { data: output, shape: pooled };
}
