import { registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';
import '@tensorflow/tfjs-backend-wasm';
import {
  conv2d,
  grad,
  mean,
  ones,
  reshape,
  setBackend,
  slice,
  tidy,
  type Rank,
  type Scalar,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { layers, sequential, type LayersModel, type Sequential } from '@tensorflow/tfjs-layers';
import { cnn } from '@tfjs-stn/localisation';
import { afterEach, beforeEach, describe, expect, it, vi, type MockInstance } from 'vitest';

import { parts } from './support/parts.js';

type Layer = layers.Layer;

const inputShape = [12, 12, 1];

/** A localisation net without convolutions. */
function dense(): LayersModel {
  const theta = layers.dense({ units: 6, kernelInitializer: 'zeros' });
  return sequential({ layers: [layers.flatten({ inputShape }), theta] });
}

function convolution(options: { readonly inputShape?: number[] } = {}): Layer {
  return layers.conv2d({ filters: 1, kernelSize: 3, padding: 'same', ...options });
}

describe('training without the kernels of convolutions', () => {
  let warn: MockInstance<typeof console.warn>;
  let transformer: (localisation: LayersModel | ReturnType<typeof cnn>) => Layer;
  beforeEach(async () => {
    warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await setBackend('wasm');
    // A program is warned once, so every test loads the packages again.
    vi.resetModules();
    const { spatialTransformerLayer } = await import('@tfjs-stn/layers');
    transformer = (localisation) =>
      spatialTransformerLayer({ ...parts, localisation, inputShape, name: 'stn' });
  });
  afterEach(() => warn.mockRestore());

  it.each<[place: string, net: () => Sequential]>([
    ['in the localisation net', () => sequential({ layers: [transformer(cnn({ filters: [2] }))] })],
    [
      'after the layer',
      () => sequential({ layers: [transformer(dense()), layers.reLU(), convolution()] }),
    ],
    [
      'before the layer',
      () => sequential({ layers: [convolution({ inputShape }), transformer(dense())] }),
    ],
    [
      'in a net after the layer',
      () =>
        sequential({
          layers: [transformer(dense()), sequential({ layers: [convolution({ inputShape })] })],
        }),
    ],
  ])('says what to call, once, with one %s', async (_, build) => {
    const net = build();
    net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    const [x, y] = [ones([1, 12, 12, 1]), ones([1, 12, 12, 1])];
    const fit = (): Promise<unknown> => net.fit(x, y, { verbose: 0 });
    net.predict(x);
    expect(warn).not.toHaveBeenCalled();
    await expect(fit()).rejects.toThrow("Kernel 'Conv2DBackpropFilter' not registered");
    await expect(fit()).rejects.toThrow('Conv2DBackpropFilter');
    expect(warn).toHaveBeenCalledOnce();
    expect(warn).toHaveBeenCalledWith(
      "stn: tfjs's wasm backend has no kernels to train convolutions. Call `await registerWasmTrainingKernels()` from '@tfjs-stn/backend-wasm' first",
    );
    const unregister = await registerWasmTrainingKernels();
    await expect(fit()).resolves.toBeDefined();
    unregister();
  });

  it('says so in apply under a tape, after a convolution', async () => {
    const { spatialTransformer } = await import('@tfjs-stn/core');
    const stn = spatialTransformer({ ...parts, outputSize: [12, 12] });
    const image = ones<Rank.R4>([1, 12, 12, 1]);
    const loss = (filter: Tensor): Scalar => {
      const seen = conv2d(image, filter as Tensor4D, 1, 'valid');
      return mean(stn.apply(image, reshape(slice(seen, 0, [1, 2, 3, 1]), [1, 6])));
    };
    const filter = ones([3, 3, 1, 1]);
    tidy(() => loss(filter));
    expect(warn).not.toHaveBeenCalled();
    expect(() => tidy(() => grad(loss)(filter))).toThrow('Conv2DBackpropFilter');
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      "warp: tfjs's wasm backend has no kernels to train convolutions. Call `await registerWasmTrainingKernels()` from '@tfjs-stn/backend-wasm' first",
    );
  });

  it('is silent for nets without convolutions', async () => {
    const net = sequential({ layers: [transformer(dense()), layers.reLU()] });
    net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
    await net.fit(ones([1, 12, 12, 1]), ones([1, 12, 12, 1]), { verbose: 0 });
    expect(warn).not.toHaveBeenCalled();
  });
});
