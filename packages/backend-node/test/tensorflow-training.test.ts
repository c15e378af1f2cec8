import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';

import * as tf from '@tensorflow/tfjs-core';
import { expectClose, expectNoLeak, seededRandom } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { registerNodeKernels } from '../src/index.js';
import { inputGradient, outputShape, type Convolution } from './support/convolution-oracle.js';

const tolerance = { rtol: 1e-5, atol: 2e-5 };

function random(shape: readonly number[], seed: number): Float32Array {
  const next = seededRandom(seed);
  return Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => next() * 2 - 1);
}

/** dx of a loss whose gradient by the output is `dy`. */
function gradientOf(
  op: (x: tf.Tensor4D) => tf.Tensor,
  x: tf.Tensor4D,
  dy: ArrayLike<number>,
): Float32Array {
  return tf.tidy(() => {
    const weigh = (y: tf.Tensor): tf.Scalar =>
      tf.sum(tf.mul(y, tf.tensor(Float32Array.from(dy), y.shape)));
    return tf
      .grad((input) => weigh(op(input as tf.Tensor4D)))(x)
      .dataSync<'float32'>();
  });
}

describeBackends(
  ['tensorflow'],
  () => {
    it.each([1, 2, 3, 4])('the gradient by an image of %i channels is the oracle’s', (channels) => {
      const of: Convolution = {
        input: [2, 9, 8, channels],
        filter: [3, 4, channels, 5],
        strides: [2, 1],
        dilations: [1, 1],
        pad: 'same',
        isDepthwise: false,
      };
      const filter = random(of.filter, 1);
      const dy = random(outputShape(of), 2);
      expectNoLeak(() =>
        tf.tidy(() => {
          const kernel = tf.tensor4d(filter, of.filter);
          const dx = gradientOf(
            (x) => tf.conv2d(x, kernel, of.strides, 'same'),
            tf.zeros(of.input),
            dy,
          );
          expectClose(dx, inputGradient(of, filter, dy), tolerance);
        }),
      );
    });

    it('the gradient of max pooling goes to the first of equal maxima', () => {
      const x = tf.tensor4d([3, 3, 1, 2, 3, 2, 2, 1], [1, 2, 4, 1]);
      const dx = gradientOf((image) => tf.maxPool(image, 2, 2, 'valid'), x, [5, 7]);
      expect([...dx]).toEqual([5, 0, 0, 7, 0, 0, 0, 0]);
      x.dispose();
    });

    it('the gradient of ReLU is 0 at 0 and below, and NaN at NaN', () => {
      const values = [-2, -0, 0, 1e-3, 5, Infinity, -Infinity, NaN];
      const x = tf.tensor4d(values, [1, 1, 8, 1]);
      const dy = [1, 2, 3, 4, 5, 6, 7, 8];
      expectNoLeak(() => {
        const dx = gradientOf((image) => tf.relu(image), x, dy);
        expect([...dx]).toEqual([0, 0, 0, 4, 5, 6, 0, NaN]);
      });
      x.dispose();
    });

    it('tf.step with an alpha is left to tfjs', () => {
      const x = tf.tensor1d([-2, 0, 3]);
      const y = tf.step(x, 0.5);
      expect([...y.dataSync()]).toEqual([0.5, 0.5, 1]);
      tf.dispose([x, y]);
    });

    it('takes two ops where tfjs runs six kernels', async () => {
      const x = tf.tensor1d([-1, 1]);
      const { kernelNames } = await tf.profile(() => tf.tidy(() => void tf.step(x)));
      expect(kernelNames).toEqual(['Step']);
      x.dispose();
    });
  },
  { setup: { tensorflow: () => registerNodeKernels({ threads: 1 }) } },
);
