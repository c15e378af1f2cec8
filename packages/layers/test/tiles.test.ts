import '@tensorflow/tfjs-backend-cpu';

import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn, startingAt, tileThetas } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { expect, test } from 'vitest';

test('transformers in parallel that start at tiles cut the image into them', () => {
  const [height, width, rows, columns] = [4, 6, 2, 3];
  const image = input({ shape: [height, width, 1] });
  const seen = tileThetas(rows, columns).map((theta) =>
    spatialTransformerLayer({
      transform: affine(),
      sampler: bilinear(),
      localisation: startingAt(fcn({ units: [2] }), theta),
      outputSize: [height / rows, width / columns],
    }).apply(image),
  ) as SymbolicTensor[];
  const net = model({ inputs: image, outputs: layers.concatenate().apply(seen) as SymbolicTensor });
  const numbered = tf.range(0, height * width).reshape([1, height, width, 1]);
  const tiles = net.predict(numbered) as tf.Tensor4D;
  const expected = tf.concat(
    tf.split(numbered, rows, 1).flatMap((row) => tf.split(row, columns, 2)),
    3,
  );
  expect(tiles.shape).toEqual(expected.shape);
  tiles.dataSync().forEach((value, index) => {
    expect(value).toBeCloseTo(expected.dataSync()[index] as number, 4);
  });
  net.dispose();
});
