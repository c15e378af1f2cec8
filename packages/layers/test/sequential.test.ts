import { memory, train, type Tensor } from '@tensorflow/tfjs-core';
import { layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import {
  spatialTransformerLayer,
  type SpatialTransformerLayer,
  type SpatialTransformerLayerOptions,
} from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { describe, expect, it } from 'vitest';

import { blobs } from './support/blobs.js';
import { describeBackends } from './support/describe-backends.js';
import { parts } from './support/parts.js';
import { randomTensor } from './support/random-tensor.js';
import { predict, values, weightsOf } from './support/values.js';

const inputShape = [8, 8, 1];
const localisation = fcn({ units: [16] });
const localisationParams = 64 * 16 + 16 + 16 * 6 + 6;

interface Straightener {
  readonly layer: SpatialTransformerLayer;
  readonly net: Sequential;
}

function straightener(options: Partial<SpatialTransformerLayerOptions> = {}): Straightener {
  const layer = spatialTransformerLayer({
    ...parts,
    localisation,
    inputShape,
    seed: 4,
    ...options,
  });
  return { layer, net: sequential({ layers: [layer] }) };
}

async function fit(net: Sequential, epochs: number): Promise<number[]> {
  const { scattered, centred } = blobs();
  net.compile({ optimizer: train.adam(0.02), loss: 'meanSquaredError' });
  const { history } = await net.fit(scattered, centred, { epochs, batchSize: 25, verbose: 0 });
  return history['loss'] as number[];
}

describeBackends(() => {
  describe('a layer with a localisation net', () => {
    it('leaves images unchanged until it is trained', () => {
      const { net } = straightener();
      const images = randomTensor([3, 8, 8, 1]);
      const output = predict(net, images);
      values(images).forEach((value, index) => expect(output[index]).toBeCloseTo(value, 6));
    });

    it('learns to centre its images, and localise returns their θ', async () => {
      const { net, layer } = straightener();
      const loss = await fit(net, 40);
      expect(loss.at(-1)).toBeLessThan(0.2 * (loss[0] ?? 0));
      const { scattered } = blobs();
      const theta = layer.localise(scattered);
      expect(theta.shape).toEqual([25, 6]);
      const rows = theta.arraySync();
      // The first blob is up and left of the middle, the last down and right, by 2 of 4 pixels.
      expect(rows[0]?.[2]).toBeLessThan(-0.25);
      expect(rows[0]?.[5]).toBeLessThan(-0.25);
      expect(rows[24]?.[2]).toBeGreaterThan(0.25);
      expect(rows[24]?.[5]).toBeGreaterThan(0.25);
    });

    it('counts its weights, and lists them in the summary', () => {
      const { layer } = straightener({ name: 'st' });
      const net = sequential({ layers: [layer, layers.flatten(), layers.dense({ units: 2 })] });
      expect(layer.countParams()).toBe(localisationParams);
      expect(net.countParams()).toBe(localisationParams + 64 * 2 + 2);
      expect(net.trainableWeights).toHaveLength(6);
      const lines: string[] = [];
      net.summary(90, undefined, (line: string) => lines.push(line));
      const row = lines.find((line) => line.includes('st (SpatialTransformer)'));
      expect(row).toMatch(/\[\[null,8,8,1\]\] +\[null,8,8,1\] +1142/);
    });

    it('returns images of the given output size', () => {
      const { net } = straightener({ outputSize: [3, 5] });
      expect(net.outputs[0]?.shape).toEqual([null, 3, 5, 1]);
      expect((net.predict(randomTensor([2, 8, 8, 1])) as Tensor).shape).toEqual([2, 3, 5, 1]);
    });

    it('starts the same with the same seed and differently with another', () => {
      const seeded = (seed: number): number[][] => weightsOf(straightener({ seed }).layer);
      expect(seeded(0)).toEqual(seeded(0));
      expect(seeded(0)).not.toEqual(seeded(1));
    });
  });

  describe('trainable = false', () => {
    it.each([
      ['as an option', { trainable: false }, () => undefined],
      ['set later', {}, ({ layer }: Straightener) => (layer.trainable = false)],
      ['on the whole model', {}, ({ net }: Straightener) => (net.trainable = false)],
    ])('freezes the layer %s and keeps all weights', (_, options, freeze) => {
      const straight = straightener(options);
      freeze(straight);
      expect(straight.net.trainableWeights).toHaveLength(0);
      expect(straight.net.nonTrainableWeights).toHaveLength(4);
      expect(straight.net.countParams()).toBe(localisationParams);
    });

    it('keeps the weights unchanged while the rest learns', async () => {
      const { layer, net } = straightener({ trainable: false });
      const gain = layers.dense({ units: 1 });
      net.add(gain);
      const [before, gainBefore] = [weightsOf(layer), weightsOf(gain)];
      await fit(net, 2);
      expect(weightsOf(layer)).toEqual(before);
      expect(weightsOf(gain)).not.toEqual(gainBefore);
    });

    it('can be undone', async () => {
      const { layer, net } = straightener({ trainable: false });
      layer.trainable = true;
      expect(net.trainableWeights).toHaveLength(4);
      const before = weightsOf(layer);
      await fit(net, 2);
      expect(weightsOf(layer)).not.toEqual(before);
    });
  });

  describe('tensors', () => {
    it('are disposed after predict, localise, fit and dispose', async () => {
      const { scattered, centred } = blobs();
      const images = randomTensor([2, 8, 8, 1]);
      const before = memory();
      const { layer, net } = straightener();
      const built = memory().numTensors;
      predict(net, images);
      layer.localise(images as never).dispose();
      expect(memory().numTensors).toBe(built);
      net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
      await net.fit(scattered, centred, { epochs: 1, verbose: 0 });
      const afterOne = memory();
      await net.fit(scattered, centred, { epochs: 3, verbose: 0 });
      expect(memory()).toMatchObject({
        numTensors: afterOne.numTensors,
        numDataBuffers: afterOne.numDataBuffers,
      });
      expect(net.dispose().numDisposedVariables).toBeGreaterThanOrEqual(4);
      expect(memory()).toMatchObject({
        numTensors: before.numTensors,
        numDataBuffers: before.numDataBuffers,
      });
    });

    it('of the transform are released with the layer', () => {
      let disposed = 0;
      const transform = { ...parts.transform, dispose: () => void disposed++ };
      const { net } = straightener({ transform });
      expect(disposed).toBe(0);
      net.dispose();
      expect(disposed).toBe(1);
    });
  });
});
