import { dispose, io, randomUniform, tensor4d, train, type Tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { registerLocalisation, registerSampler, registerTransform } from '@tfjs-stn/core';
import { registerSpatialTransformerLayer, spatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { affine } from '@tfjs-stn/transform-affine';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { antialiased, lanczos, multiSample } from '../src/index.js';
import { backends, hooks } from './kernels.js';

const size = 8;
const shifts = [-2, 0, 2];

/** A soft spot at each of nine places, `spread` apart; with 0 all are in the middle. */
function spots(spread: number): Tensor {
  const axis = Array.from({ length: size }, (_, index) => index - (size - 1) / 2);
  const pixels = shifts.flatMap((down) =>
    shifts.flatMap((right) =>
      axis.flatMap((y) =>
        axis.map((x) => Math.exp(-((y - spread * down) ** 2 + (x - spread * right) ** 2) / 3)),
      ),
    ),
  );
  return tensor4d(pixels, [shifts.length ** 2, size, size, 1]);
}

async function roundTrip(net: LayersModel): Promise<LayersModel> {
  const saved: io.ModelArtifacts[] = [];
  await net.save(
    io.withSaveHandler((artifacts) => {
      saved.push({
        ...artifacts,
        modelTopology: JSON.parse(JSON.stringify(artifacts.modelTopology)),
      });
      return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
    }),
  );
  return loadLayersModel(io.fromMemory(saved[0] as io.ModelArtifacts));
}

function predict(net: LayersModel, images: Tensor): number[] {
  const output = net.predict(images) as Tensor;
  const values = [...output.dataSync()];
  dispose(output);
  return values;
}

let unregister: (() => void)[] = [];
beforeAll(() => {
  registerSpatialTransformerLayer();
  unregister = [
    registerTransform(affine),
    registerLocalisation(fcn),
    ...[bilinear, lanczos, antialiased, multiSample].map((sampler) => registerSampler(sampler)),
  ];
});
afterAll(() => unregister.forEach((takeBack) => takeBack()));

describeBackends(
  backends,
  () => {
    it.each([
      ['lanczos', lanczos({ lobes: 2 })],
      ['antialiased', antialiased({ base: bilinear() })],
      ['multiSample', multiSample({ taps: 4, seed: 3 })],
    ])('a layer with %s learns to centre, and loads as it was saved', async (_, sampler) => {
      const layer = spatialTransformerLayer({
        transform: affine(),
        sampler,
        localisation: fcn({ units: [16] }),
        inputShape: [size, size, 1],
        seed: 4,
      });
      const net = sequential({ layers: [layer] });
      net.compile({ optimizer: train.adam(0.04), loss: 'meanSquaredError' });
      const [scattered, centred] = [spots(1), spots(0)];
      const { history } = await net.fit(scattered, centred, {
        epochs: 12,
        batchSize: 9,
        shuffle: false,
        verbose: 0,
      });
      const loss = history['loss'] as number[];
      expect(loss.at(-1)).toBeLessThan(0.4 * (loss[0] ?? 0));

      const images = randomUniform([2, size, size, 1], -1, 1, 'float32', 7);
      const loaded = await roundTrip(net);
      expect(predict(loaded, images)).toEqual(predict(net, images));
      expect(loaded.layers[0]?.getConfig()['sampler']).toEqual({
        name: sampler.name,
        config: sampler.config,
      });
    });
  },
  hooks,
);
