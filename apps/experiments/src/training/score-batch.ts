import {
  argMax,
  equal,
  losses,
  mean,
  oneHot,
  tensor1d,
  tidy,
  type Scalar,
  type Tensor2D,
} from '@tensorflow/tfjs-core';

/** The mean cross-entropy of logits `[batch, 10]`, differentiable. */
export function crossEntropy(logits: Tensor2D, labels: Uint8Array): Scalar {
  return tidy(() => {
    const expected = oneHot(tensor1d(Int32Array.from(labels), 'int32'), 10);
    return losses.softmaxCrossEntropy(expected, logits);
  });
}

/** The share of logits `[batch, 10]` that are highest for the right digit. */
export function accuracyOf(logits: Tensor2D, labels: Uint8Array): Scalar {
  return tidy(() => {
    const expected = tensor1d(Int32Array.from(labels), 'int32');
    return mean(equal(argMax(logits, 1), expected));
  });
}
