import { tensor1d, tensor2d, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { spatialTransformer } from '@tfjs-stn/core';
import { spatialTransformerLayer, type SpatialTransformerLayerOptions } from '@tfjs-stn/layers';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { describe, expect, it } from 'vitest';

import { describeBackends } from './support/describe-backends.js';
import { randomTensor } from './support/random-tensor.js';
import { predict, values } from './support/values.js';

type Sampling = Partial<Omit<SpatialTransformerLayerOptions, 'localisation'>>;

const parts = { transform: affine(), sampler: bilinear() };
const thetas = (): Tensor2D =>
  tensor2d([
    [0.5, 0.3, 0.1, -0.2, 0.7, 0.25],
    [1.5, -0.3, 0.4, 0.2, 0.9, -0.5],
  ]);

function warping(options: Sampling, shape: (number | null)[]): LayersModel {
  const image = input({ shape });
  const parameters = input({ shape: [6] });
  const layer = spatialTransformerLayer({ ...parts, ...options });
  const output = layer.apply([image, parameters]) as SymbolicTensor;
  return model({ inputs: [image, parameters], outputs: output });
}

describeBackends(() => {
  describe('a layer of [image, theta]', () => {
    it.each<Sampling>([
      {},
      { outputSize: [3, 9] },
      { padding: 'border', alignCorners: true },
      { outputSize: [4, 2], fillValue: [1, -2, 0.5] },
    ])('agrees with core for %j', (options) => {
      const image = randomTensor([2, 5, 7, 3]) as Tensor4D;
      const theta = thetas();
      const reference = spatialTransformer({ ...parts, outputSize: [5, 7], ...options });
      const expected = reference.apply(image, theta);
      const net = warping(options, [5, 7, 3]);
      expect(net.outputs[0]?.shape).toEqual([null, ...expected.shape.slice(1)]);
      expect(predict(net, [image, theta])).toEqual(values(expected));
      expect(net.countParams()).toBe(0);
    });

    it('accepts images of any size and keeps the size', () => {
      const net = warping({}, [null, null, 1]);
      expect(net.outputs[0]?.shape).toEqual([null, null, null, 1]);
      for (const [height, width] of [
        [4, 6],
        [7, 2],
      ] as const) {
        const image = randomTensor([2, height, width, 1]);
        expect(predict(net, [image, thetas()])).toHaveLength(2 * height * width);
      }
    });

    it('passes gradients to the layers that θ comes from', async () => {
      const image = input({ shape: [6, 6, 1] });
      const flat = layers.flatten().apply(image);
      const head = layers.dense({ units: 6, kernelInitializer: 'zeros', name: 'head' });
      const parameters = head.apply(flat) as SymbolicTensor;
      const layer = spatialTransformerLayer(parts);
      const net = model({
        inputs: image,
        outputs: layer.apply([image, parameters]) as SymbolicTensor,
      });
      head.setWeights([head.getWeights()[0]!, tensor1d([0.9, 0.1, 0.1, 0, 1, 0])]);
      net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
      const images = randomTensor([4, 6, 6, 1]);
      const before = head.getWeights().map(values);
      await net.fit(images, images, { verbose: 0 });
      head.getWeights().forEach((weight, index) => {
        expect(values(weight)).not.toEqual(before[index]);
        expect(values(weight).every(Number.isFinite)).toBe(true);
      });
    });
  });
});
