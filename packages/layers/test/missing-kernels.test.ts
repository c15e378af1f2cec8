import { registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';
import '@tensorflow/tfjs-backend-wasm';
import { ones, setBackend } from '@tensorflow/tfjs-core';
import { sequential } from '@tensorflow/tfjs-layers';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn } from '@tfjs-stn/localisation';
import { expect, it, vi } from 'vitest';

import { parts } from './support/parts.js';

it('training convolutions on wasm without their kernels says what to call, once', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  await setBackend('wasm');
  const layer = spatialTransformerLayer({
    ...parts,
    localisation: cnn({ filters: [2] }),
    inputShape: [12, 12, 1],
    name: 'stn',
  });
  const model = sequential({ layers: [layer] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const [x, y] = [ones([1, 12, 12, 1]), ones(model.outputs[0]!.shape.map((size) => size ?? 1))];
  const fit = (): Promise<unknown> => model.fit(x, y, { verbose: 0 });
  model.predict(x);
  expect(warn).not.toHaveBeenCalled();
  await expect(fit()).rejects.toThrow("Kernel 'Conv2DBackpropFilter' not registered");
  await expect(fit()).rejects.toThrow('Conv2DBackpropFilter');
  expect(warn).toHaveBeenCalledOnce();
  expect(warn).toHaveBeenCalledWith(
    "stn: tfjs's wasm backend has no kernels to train convolutions. Call `await registerWasmTrainingKernels()` from '@tfjs-stn/backend-wasm' first",
  );
  await registerWasmTrainingKernels();
  await expect(fit()).resolves.toBeDefined();
  warn.mockRestore();
});
