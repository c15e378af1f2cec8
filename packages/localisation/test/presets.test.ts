import { abs, dispose, memory, type Tensor } from '@tensorflow/tfjs-core';
import { input, model, type LayersModel } from '@tensorflow/tfjs-layers';
import { createLocalisation, registerLocalisation } from '@tfjs-stn/core';
import { OptionError, ShapeError } from '@tfjs-stn/core/errors';
import { registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';
import { cnn, convBn, fcn } from '@tfjs-stn/localisation';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { randomTensor } from './support/random-tensor.js';
import { roundTrip } from './support/round-trip.js';
import { threeParameters as transform } from './support/three-parameters.js';

const presets = [
  { factory: fcn, small: fcn({ units: [5, 4] }), shape: [6, 5, 2] },
  { factory: cnn, small: cnn({ filters: [3, 2], kernelSize: 3, units: 4 }), shape: [17, 16, 2] },
  {
    factory: convBn,
    small: convBn({ filters: [3, 4], reduction: 3, units: 4 }),
    shape: [9, 12, 2],
  },
] as const;

describeBackends(
  ['cpu', 'wasm'],
  () => {
    describe.each(presets)('$factory.factoryName', ({ factory, small, shape }) => {
      const inputShape = [...shape] as const;
      const build = (seed?: number): LayersModel =>
        small.build({ inputShape, transform, ...(seed !== undefined && { seed }) });
      const weights = (net: LayersModel): number[][] =>
        net.getWeights().map((weight) => [...weight.dataSync()]);

      it('is a plain object that its name and config recreate', () => {
        const unregister = registerLocalisation(factory);
        const again = createLocalisation(small.name, JSON.parse(JSON.stringify(small.config)));
        unregister();
        expect(again.name).toBe(factory.factoryName);
        expect(again.config).toEqual(small.config);
        expect(factory().config).toEqual({});
      });

      it('predicts the identity for every image before training', () => {
        const net = build();
        const images = randomTensor([3, ...shape]);
        const theta = net.predict(images) as Tensor;
        expect(theta.shape).toEqual([3, 3]);
        expect([...theta.dataSync()]).toEqual([0.5, -2, 7, 0.5, -2, 7, 0.5, -2, 7]);
        const [kernel, bias] = net.layers.at(-1)?.getWeights() ?? [];
        expect(kernel?.dataSync().every((value) => value === 0)).toBe(true);
        expect([...(bias?.dataSync() ?? [])]).toEqual([...transform.identity]);
        net.dispose();
        dispose([images, theta]);
      });

      it('has the same weights with the same seed, including 0, and others with another', () => {
        for (const seed of [0, 1, -1, 2 ** 40 + 3])
          expect(weights(build(seed))).toEqual(weights(build(seed)));
        expect(weights(build(1))).not.toEqual(weights(build(2)));
        expect(weights(build())).not.toEqual(weights(build()));
      });

      it('trains every trainable weight', async () => {
        const net = build(3);
        const before = net.trainableWeights.map((weight) => [...weight.read().dataSync()]);
        net.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
        const images = randomTensor([4, ...shape]);
        const targets = randomTensor([4, 3]);
        await net.fit(images, targets, { epochs: 3, verbose: 0 });
        net.trainableWeights.forEach((weight, index) => {
          expect([...weight.read().dataSync()], weight.name).not.toEqual(before[index]);
        });
      });

      it('is saved and loaded by plain tf.layers, twice in one model', async () => {
        const image = input({ shape: [...shape] });
        const nets = [build(1), build(2)];
        for (const weight of nets.flatMap((net) => net.weights))
          weight.write(abs(randomTensor(weight.shape as number[], weight.id)));
        const outputs = nets.map((net) => net.apply(image));
        const whole = model({ inputs: image, outputs: outputs as ReturnType<typeof input>[] });
        const loaded = await roundTrip(whole);
        const images = randomTensor([2, ...shape]);
        const expected = (whole.predict(images) as Tensor[]).map((theta) => [...theta.dataSync()]);
        const actual = (loaded.predict(images) as Tensor[]).map((theta) => [...theta.dataSync()]);
        expect(actual).toEqual(expected);
        expect(actual[0]).not.toEqual(actual[1]);
      });

      it('gives its layers unique names that begin with its own', () => {
        const names = [build(), build()]
          .flatMap((net) => [net, ...net.layers])
          .map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
        expect(names.every((name) => name.startsWith(`${factory.factoryName}_`))).toBe(true);
      });

      it('leaks no tensor after dispose and after an error', () => {
        const before = memory().numTensors;
        build().dispose();
        expect(() => small.build({ inputShape: [0, 1, 1], transform })).toThrow(ShapeError);
        expect(() => small.build({ inputShape, transform, seed: 0.5 })).toThrow(OptionError);
        expect(memory().numTensors).toBe(before);
      });

      it('rejects a net with too many weights before creating it', () => {
        const wide = { ...transform, paramCount: 2 ** 28, identity: [] };
        const before = memory().numTensors;
        const refused = (): unknown => small.build({ inputShape, transform: wide });
        expect(refused).toThrow(OptionError);
        expect(refused).toThrow('a net must have at most 67108864 weights, got ');
        expect(memory().numTensors).toBe(before);
      });

      it('rejects what it cannot build', () => {
        const name = factory.factoryName;
        expect(() => small.build({ inputShape: [28, 28] as never, transform })).toThrow(
          `${name}: inputShape must be [height, width, channels] of the images, all known, got [28, 28]`,
        );
        expect(() => small.build({ inputShape: [null, null, 3] as never, transform })).toThrow(
          ShapeError,
        );
        expect(() => small.build({ inputShape, transform, seed: NaN })).toThrow(
          `${name}: seed must be an integer, got NaN`,
        );
        expect(() => factory({ layers: 3 } as never)).toThrow(
          /: options are .*units.*, got 'layers'/,
        );
      });
    });
  },
  { setup: { wasm: registerWasmTrainingKernels } },
);
