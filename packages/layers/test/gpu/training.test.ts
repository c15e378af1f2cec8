import { dispose, tensor2d, train, type Tensor } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential, type Sequential } from '@tensorflow/tfjs-layers';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn } from '@tfjs-stn/localisation';
import { expectClose } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { backendName, withKernels } from '@tfjs-stn-tooling/test-support/gpu-kernels';
import { blobs } from '../support/blobs.js';
import { parts } from '../support/parts.js';
import { useRegistered } from '../support/registered.js';
import { roundTrip } from '../support/save.js';
import { predict, weightsOf } from '../support/values.js';

/** A net that tells whether a blob lies in the upper half, behind a transformer. */
function stCnn(): Sequential {
  const seeded = (seed: number) => ({ kernelInitializer: initializers.glorotNormal({ seed }) });
  const net = sequential({
    layers: [
      spatialTransformerLayer({
        ...parts,
        localisation: cnn({ filters: [4], kernelSize: 3, units: 8 }),
        inputShape: [8, 8, 1],
        seed: 4,
      }),
      layers.conv2d({ filters: 4, kernelSize: 3, activation: 'relu', ...seeded(1) }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      layers.dense({ units: 2, activation: 'softmax', ...seeded(2) }),
    ],
  });
  net.compile({ optimizer: train.adam(0.01), loss: 'categoricalCrossentropy' });
  return net;
}

function examples(): { readonly images: Tensor; readonly labels: Tensor } {
  const { scattered, centred } = blobs();
  centred.dispose();
  const halves = Array.from({ length: 25 }, (_, index) => (index < 10 ? [1, 0] : [0, 1]));
  return { images: scattered, labels: tensor2d(halves) };
}

async function fit(net: Sequential, epochs: number): Promise<number[]> {
  const { images, labels } = examples();
  const { history } = await net.fit(images, labels, {
    epochs,
    batchSize: 25,
    shuffle: false,
    verbose: 0,
  });
  dispose([images, labels]);
  return history['loss'] as number[];
}

useRegistered();

/** The weights after one step of two nets that begin alike. */
const steps: number[][][] = [];

describeBackends([backendName], () => {
  it('one step of an ST-CNN through the reference', async () => {
    const net = stCnn();
    await fit(net, 1);
    steps.push(weightsOf(net));
    net.dispose();
    expect(steps[0]?.flat().every(Number.isFinite)).toBe(true);
  });
});

describeBackends(
  [backendName],
  () => {
    it('one step of an ST-CNN is the same through the kernels', async () => {
      const net = stCnn();
      await fit(net, 1);
      const [reference = []] = steps;
      // Adam divides by the size of a gradient: what is nearly 0 may go either way.
      weightsOf(net).forEach((weights, index) => {
        expectClose(weights, reference[index] as number[], { rtol: 1e-3, atol: 1e-4 });
      });
      net.dispose();
    });

    it('an ST-CNN trains with model.fit, is saved, and predicts the same when loaded', async () => {
      const net = stCnn();
      const before = weightsOf(net);
      const loss = await fit(net, 60);
      expect(loss.at(-1)).toBeLessThan(0.3 * (loss[0] as number));
      // Its localisation net has learned, too.
      expect(weightsOf(net)[0]).not.toEqual(before[0]);
      const { images, labels } = examples();
      const loaded = await roundTrip(net);
      expect(predict(loaded, images)).toEqual(predict(net, images));
      dispose([images, labels]);
      net.dispose();
      loaded.dispose();
    });
  },
  withKernels,
);
