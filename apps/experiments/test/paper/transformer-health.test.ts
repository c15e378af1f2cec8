import '@tensorflow/tfjs-backend-cpu';

import * as tf from '@tensorflow/tfjs-core';
import { sequential } from '@tensorflow/tfjs-layers';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { expectNoLeak } from '@tfjs-stn/testing';
import { affine } from '@tfjs-stn/transform-affine';
import { expect, test } from 'vitest';

import {
  collapseWarning,
  transformerHealth,
  type TransformerHealth,
} from '../../src/paper/training/transformer-health.js';

/** The health of a transformer that predicts the same θ for every image. */
function healthAt(theta: number[]): TransformerHealth {
  const layer = spatialTransformerLayer({
    transform: affine(),
    sampler: bilinear(),
    localisation: fcn({ units: [1] }),
    outputSize: [10, 20],
    inputShape: [20, 20, 1],
  });
  const model = sequential({ layers: [layer] });
  const weights = model.getWeights();
  model.setWeights([...weights.slice(0, -1), tf.tensor1d(theta)]);
  const images = tf.ones<tf.Rank.R4>([2, 20, 20, 1]);
  let health: TransformerHealth | undefined;
  expectNoLeak(() => {
    health = transformerHealth(layer, images);
  });
  tf.dispose(images);
  model.dispose();
  return health as TransformerHealth;
}

test('the identity covers the image, and half as many rows step twice as far', () => {
  const health = healthAt([1, 0, 0, 0, 1, 0]);
  expect(health.coverage).toBeCloseTo(1, 5);
  expect(health.outside).toBe(0);
  expect(health.determinant).toBeCloseTo(2, 5);
  expect(collapseWarning(health)).toBeUndefined();
});

test('half of the samples of a shift by half an image are outside', () => {
  const health = healthAt([1, 0, 1, 0, 1, 0]);
  expect(health.coverage).toBeCloseTo(0.5, 5);
  expect(health.outside).toBeCloseTo(0.5, 5);
});

test('a transformer that has left the image is told in one line', () => {
  const health = healthAt([1, 0, 3, 0, 1, 0]);
  expect(collapseWarning(health)).toBe(
    'the transformer has left the image: 100 % of its samples are outside',
  );
});

test('so is one that sees a point', () => {
  const health = healthAt([0.001, 0, 0, 0, 0.001, 0]);
  expect(health.determinant).toBeCloseTo(2e-6, 8);
  expect(collapseWarning(health)).toBe(
    'the transformer has collapsed: |det| is 0.0000020 square pixels per output pixel',
  );
});
