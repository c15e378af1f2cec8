import { train, type Tensor } from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  model,
  models,
  sequential,
  type LayersModel,
  type Sequential,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { spatialTransformerLayer, type SpatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn, convBn, fcn } from '@tfjs-stn/localisation';
import { describe, expect, it } from 'vitest';

import { describeBackends } from './support/describe-backends.js';
import { parts } from './support/parts.js';
import { randomTensor } from './support/random-tensor.js';
import { useRegistered } from './support/registered.js';
import { load, roundTrip, save } from './support/save.js';
import { scramble } from './support/scramble.js';
import { predict, weightsOf } from './support/values.js';

const shape = [12, 10, 2];
const images = (): Tensor => randomTensor([3, ...shape]);

async function expectSameAfterLoading(net: LayersModel): Promise<LayersModel> {
  scramble(net);
  const loaded = await roundTrip(net);
  expect(predict(loaded, images())).toEqual(predict(net, images()));
  expect(predict(net, images()).some((value) => value !== 0)).toBe(true);
  return loaded;
}

function ownNet(): Sequential {
  return sequential({
    layers: [
      layers.conv2d({ inputShape: shape, filters: 2, kernelSize: 3, activation: 'relu' }),
      layers.batchNormalization(),
      layers.flatten(),
      layers.dense({ units: 6 }),
    ],
  });
}

useRegistered();

describeBackends(() => {
  describe('a loaded model predicts the same, bit for bit', () => {
    it.each([
      fcn({ units: [8] }),
      cnn({ filters: [3], kernelSize: 3, units: 4 }),
      convBn({ filters: [4, 4], reduction: 3, units: 5 }),
    ])('with the preset $name', async (localisation) => {
      const layer = spatialTransformerLayer({ ...parts, localisation, inputShape: shape });
      await expectSameAfterLoading(sequential({ layers: [layer, layers.flatten()] }));
    });

    it('with a model of the user, as the layer holds it', async () => {
      const layer = spatialTransformerLayer({
        ...parts,
        localisation: ownNet(),
        inputShape: shape,
        outputSize: [4, 5],
      });
      const loaded = await expectSameAfterLoading(sequential({ layers: [layer] }));
      const again = loaded.layers[0] as SpatialTransformerLayer;
      expect(again.localisation?.layers.map((part) => part.getClassName())).toEqual(
        ownNet().layers.map((part) => part.getClassName()),
      );
    });

    it('with θ from other layers', async () => {
      const image = input({ shape });
      const flat = layers.flatten().apply(image);
      const theta = layers.dense({ units: 6 }).apply(flat) as SymbolicTensor;
      const layer = spatialTransformerLayer({ ...parts, fillValue: [0.5, -1] });
      const outputs = layer.apply([image, theta]) as SymbolicTensor;
      await expectSameAfterLoading(model({ inputs: image, outputs }));
    });

    it('with two transformers of the same preset, one after the other', async () => {
      const transformer = (): SpatialTransformerLayer =>
        spatialTransformerLayer({ ...parts, localisation: fcn({ units: [4] }), inputShape: shape });
      await expectSameAfterLoading(sequential({ layers: [transformer(), transformer()] }));
    });

    it('with one transformer for two images', async () => {
      const [left, right] = [input({ shape }), input({ shape })] as const;
      const layer = spatialTransformerLayer({ ...parts, localisation: fcn({ units: [4] }) });
      const outputs = layers
        .add()
        .apply([layer.apply(left), layer.apply(right)] as SymbolicTensor[]) as SymbolicTensor;
      const net = model({ inputs: [left, right], outputs });
      scramble(net);
      expect(net.weights).toHaveLength(4);
      const loaded = await roundTrip(net);
      const both = [images(), randomTensor([3, ...shape], 8)];
      expect(predict(loaded, both)).toEqual(predict(net, both));
    });

    it('with a transformer inside a nested model', async () => {
      const layer = spatialTransformerLayer({
        ...parts,
        localisation: fcn({ units: [4] }),
        inputShape: shape,
      });
      const inner = sequential({ layers: [layer] });
      await expectSameAfterLoading(sequential({ layers: [inner, layers.flatten()] }));
    });
  });

  it('continues training with the state of the optimizer', async () => {
    const layer = spatialTransformerLayer({
      ...parts,
      localisation: fcn({ units: [4] }),
      inputShape: shape,
      seed: 1,
    });
    const net = sequential({ layers: [layer] });
    net.compile({ optimizer: train.momentum(0.01, 0.9), loss: 'meanSquaredError' });
    const targets = randomTensor([3, ...shape], 5);
    const step = (some: LayersModel): Promise<unknown> =>
      some.fit(images(), targets, { epochs: 2, verbose: 0, shuffle: false });
    await step(net);
    const loaded = await load(await save(net, { includeOptimizer: true }));
    await step(net);
    await step(loaded);
    expect(weightsOf(loaded)).toEqual(weightsOf(net));
  });

  it('keeps frozen layers frozen', async () => {
    const frozen = ownNet();
    const [first] = frozen.layers;
    if (first) first.trainable = false;
    const sampling = { ...parts, padding: 'border' } as const;
    const partly = spatialTransformerLayer({
      ...sampling,
      localisation: frozen,
      inputShape: shape,
    });
    const wholly = spatialTransformerLayer({
      ...sampling,
      localisation: fcn({ units: [4] }),
      trainable: false,
    });
    const net = sequential({ layers: [partly, wholly] });
    expect(net.trainableWeights).toHaveLength(4);
    const loaded = await expectSameAfterLoading(net);
    expect(loaded.trainableWeights).toHaveLength(4);
    expect(loaded.weights).toHaveLength(12);
  });

  it('is copied by models.modelFromJSON', async () => {
    const layer = spatialTransformerLayer({
      ...parts,
      localisation: fcn({ units: [4] }),
      inputShape: shape,
      seed: 6,
    });
    const net = sequential({ layers: [layer] });
    const json = JSON.parse(net.toJSON() as string) as Parameters<typeof models.modelFromJSON>[0];
    const copy = await models.modelFromJSON(json);
    expect(weightsOf(copy)).toEqual(weightsOf(net));
  });
});
