import * as tf from '@tensorflow/tfjs-node';
import { warp } from '@tfjs-stn/core';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

import { picture } from './pictures.mjs';

const batch = 128;
const size = 28;

/**
 * The small ST-CNN of apps/experiments on 28×28 digits with Adam: a whole training step, and the
 * transformer's own part of it: field and sampling, forward and backward.
 */
export function stCnn() {
  const images = tf.add(tf.tensor4d(picture([batch, size, size, 1]), [batch, size, size, 1]), 0);
  const labels = tf.oneHot(tf.range(0, batch, 1, 'int32').mod(tf.scalar(10, 'int32')), 10);
  const [sampler, transform] = [bilinear(), affine()];
  const outputSize = [size, size];
  const model = tf.sequential({
    layers: [
      tf.layers.inputLayer({ inputShape: [size, size, 1] }),
      spatialTransformerLayer({ transform, sampler, localisation: fcn(), outputSize }),
      tf.layers.conv2d({ filters: 16, kernelSize: 9, activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.conv2d({ filters: 16, kernelSize: 7, activation: 'relu' }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({ units: 10 }),
    ],
  });
  const optimizer = tf.train.adam(1e-3);
  const theta = tf.tile(tf.tensor2d([[0.873, 0.117, 0.0531, -0.0911, 0.918, 0.0137]]), [batch, 1]);
  return {
    /** Weights that are trained. */
    size: model.countParams(),
    step() {
      const cost = optimizer.minimize(
        () => tf.losses.softmaxCrossEntropy(labels, model.apply(images, { training: true })),
        true,
      );
      cost.dataSync();
      return cost;
    },
    /** The gradient by θ; the image is data and has none. */
    transformer() {
      return tf.tidy(() => {
        const sample = (at) => warp(images, transform.field(at, outputSize, false), { sampler });
        const gradient = tf.grad((at) => tf.sum(sample(at)))(theta);
        gradient.dataSync();
        return gradient;
      });
    },
  };
}
