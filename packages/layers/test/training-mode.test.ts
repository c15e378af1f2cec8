import { tensor1d, train, type Tensor } from '@tensorflow/tfjs-core';
import { layers, regularizers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { convBn } from '@tfjs-stn/localisation';
import { expect, it } from 'vitest';

import { describeBackends } from './support/describe-backends.js';
import { parts } from './support/parts.js';
import { randomTensor } from './support/random-tensor.js';
import { predict, values, weightsOf } from './support/values.js';

const shape = [4, 4, 1];
const images = (): Tensor => randomTensor([6, ...shape]);

/** A transformer around a net of these layers and a θ head that starts at the identity. */
function around(...body: layers.Layer[]): Sequential {
  const head = layers.dense({ units: 6, kernelInitializer: 'randomNormal' });
  const localisation = sequential({ layers: [...body, layers.flatten(), head] });
  const [kernel] = head.getWeights() as [Tensor];
  head.setWeights([kernel, tensor1d([1, 0, 0, 0, 1, 0])]);
  return sequential({
    layers: [spatialTransformerLayer({ ...parts, localisation, inputShape: shape })],
  });
}

async function lossOfFirstStep(net: Sequential): Promise<number> {
  net.compile({ optimizer: train.sgd(0), loss: 'meanSquaredError' });
  const { history } = await net.fit(images(), images(), { verbose: 0, batchSize: 6 });
  return history['loss']?.[0] as number;
}

describeBackends(() => {
  it('batch normalisation in the localisation net updates its averages in fit, not in predict', async () => {
    const net = around(layers.batchNormalization({ inputShape: shape }));
    const averages = (): number[][] => weightsOf({ weights: net.nonTrainableWeights });
    const before = averages();
    expect(before).toEqual([[0], [1]]);
    predict(net, images());
    expect(averages()).toEqual(before);
    net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await net.fit(images(), images(), { verbose: 0 });
    const [mean, variance] = averages();
    expect(mean).not.toEqual([0]);
    expect(variance).not.toEqual([1]);
  });

  it('dropout in the localisation net acts in fit, not in predict', async () => {
    const net = around(layers.dropout({ rate: 0.9, inputShape: shape }));
    expect(predict(net, images())).toEqual(predict(net, images()));
    const losses = [await lossOfFirstStep(net), await lossOfFirstStep(net)];
    expect(losses[0]).not.toBe(losses[1]);
  });

  it('regularizers in the localisation net add to the loss', async () => {
    const free = around(layers.dense({ units: 1, inputShape: shape }));
    const bound = around(
      layers.dense({
        units: 1,
        inputShape: shape,
        kernelRegularizer: regularizers.l2({ l2: 100 }),
        kernelInitializer: 'ones',
      }),
    );
    expect(await lossOfFirstStep(free)).toBeLessThan(50);
    expect(await lossOfFirstStep(bound)).toBeGreaterThan(100);
  });

  it('a preset is applied in training mode, too', () => {
    const localisation = convBn({ filters: [2], reduction: 2, units: 3 });
    const layer = spatialTransformerLayer({ ...parts, localisation, inputShape: shape, seed: 2 });
    const net = sequential({ layers: [layer] });
    const averages = (): number[][] => weightsOf({ weights: net.nonTrainableWeights });
    const before = averages();
    (layer.apply(images(), { training: false }) as Tensor).dispose();
    expect(averages()).toEqual(before);
    (layer.apply(images(), { training: true }) as Tensor).dispose();
    averages().forEach((average, index) => expect(average).not.toEqual(before[index]));
    expect(values(layer.localise(images() as never)).slice(0, 6)).toEqual([1, 0, 0, 0, 1, 0]);
  });
});
