import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { affine, bilinear, ready, rotate, spatialTransformer, type Readiness } from 'tfjs-stn';
import { spatialTransformer as byName } from 'tfjs-stn/names';

const { kernels }: Readiness = await ready();
const image = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
const theta = tf.tensor2d([[0, -1, 0, 1, 0, 0]]);
const outputSize = [2, 2] as const;
const values = spatialTransformer({ transform: affine(), sampler: bilinear(), outputSize });
const names = byName({ transform: 'affine', sampler: 'bilinear', outputSize });
const turned = [rotate(image, 90), values.apply(image, theta), names.apply(image, theta)];
console.log(`${kernels} ${turned.map((tensor) => tensor.dataSync().join('')).join(' ')}`);
