import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';
import { expect, it, describe } from 'vitest';
import { affine } from '../../transform-affine/src/index.js';
import { bilinear } from '../../sampler-bilinear/src/index.js';
import { spatialTransformer, warp, gridSample } from '../src/index.js';
for (const backend of ['cpu', 'wasm'])
describe(backend, () => {
  it('identity', async () => {
    await tf.setBackend(backend);
    const image = tf.randomUniform([2, 5, 7, 3]) as tf.Tensor4D;
    const t = spatialTransformer({ transform: affine(), sampler: bilinear(), outputSize: [5, 7] });
    const theta = tf.tensor2d([[1, 0, 0, 0, 1, 0]]);
    const before = tf.memory().numTensors;
    const out = t.apply(image, theta);
    expect(tf.memory().numTensors).toBe(before + 1);
    expect(tf.max(tf.abs(tf.sub(out, image))).dataSync()[0]).toBeLessThan(1e-6);
    const g = tf.grad((th) => tf.sum(tf.square(t.apply(image, th as tf.Tensor2D))));
    const gt = g(theta);
    expect(gt.shape).toEqual([1, 6]);
    const gg = tf.grad((th) => tf.sum(tf.square(g(th))))(theta);
    console.log(backend, gt.dataSync(), gg.dataSync());
    const gi = tf.grad((im) => tf.sum(tf.square(t.apply(im as tf.Tensor4D, theta))));
    gi(image);
    for (const padding of ['zeros','border','reflection','wrap'] as const) {
      const grid = tf.tensor4d([[[[0.3, NaN], [Infinity, 0], [5.3, -2.2], [1e30, 0.1]]]]);
      const o = gridSample(image, grid, { sampler: bilinear(), padding });
      console.log(padding, o.slice ? '' : '', Array.from(o.dataSync().slice(0, 12)).map((v) => v.toFixed(3)).join(' '));
    }
    expect(gridSample(image, tf.zeros([2,0,4,2]) as tf.Tensor4D, {sampler: bilinear()}).shape).toEqual([2,0,4,3]);
  });
});
