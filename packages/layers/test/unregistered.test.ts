import '@tensorflow/tfjs-backend-cpu';

import { setBackend, type io } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { registerLocalisation, registerSampler, registerTransform } from '@tfjs-stn/core';
import { UnknownNameError } from '@tfjs-stn/core/errors';
import {
  assertRegistered,
  registerSpatialTransformerLayer,
  spatialTransformerLayer,
} from '@tfjs-stn/layers';
import { cnn, fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine, similarity } from '@tfjs-stn/transform-affine';
import { beforeAll, expect, it } from 'vitest';

import { parts } from './support/parts.js';
import { load, save } from './support/save.js';

let saved: io.ModelArtifacts;

beforeAll(async () => {
  await setBackend('cpu');
  const localisation = fcn({ units: [2] });
  const layer = spatialTransformerLayer({ ...parts, localisation, inputShape: [4, 4, 1] });
  saved = await save(sequential({ layers: [layer] }));
});

/** Three transformers, one of them in the localisation net of another. */
async function savedNested(): Promise<io.ModelArtifacts> {
  const inputShape = [6, 6, 1];
  const inner = spatialTransformerLayer({
    ...parts,
    localisation: cnn({ filters: [1], kernelSize: 3 }),
    inputShape,
    name: 'inner',
  });
  const net = sequential({ layers: [inner, layers.flatten(), layers.dense({ units: 4 })] });
  const outer = { ...parts, transform: similarity(), localisation: net };
  const last = { ...parts, localisation: fcn({ units: [2] }) };
  return save(
    sequential({
      layers: [
        spatialTransformerLayer({ ...outer, inputShape, name: 'outer' }),
        spatialTransformerLayer({ ...last, name: 'last' }),
      ],
    }),
  );
}

it('assertRegistered lists the missing names of a whole model, each once', async () => {
  const { modelTopology } = await savedNested();
  const missing = (saved: object): string[] => {
    try {
      assertRegistered(saved);
    } catch (error) {
      if (!(error instanceof UnknownNameError)) throw error;
      const names = error.message.matchAll(/no [a-z ]+ is registered as '[a-z]+'/gi);
      return Array.from(names, ([text]) => text);
    }
    return [];
  };
  const all = [
    "no transform is registered as 'similarity'",
    "no transform is registered as 'affine'",
    "no sampler is registered as 'bilinear'",
    "no localisation preset is registered as 'fcn'",
    "no localisation preset is registered as 'cnn'",
  ];
  expect(missing({ modelTopology }).sort()).toEqual(all.sort());
  const unregister = [registerTransform(affine), registerTransform(similarity)];
  unregister.push(registerLocalisation(cnn));
  expect(missing(modelTopology as object)).toEqual([
    "no sampler is registered as 'bilinear'",
    "no localisation preset is registered as 'fcn'",
  ]);
  unregister.push(registerSampler(bilinear), registerLocalisation(fcn));
  expect(missing({ modelTopology })).toEqual([]);
  unregister.forEach((takeBack) => takeBack());
});

/** A saved model can be loaded more than once only from a copy: tf.layers writes into it. */
const loadAgain = (): Promise<unknown> => load(structuredClone(saved));

it('loading a saved model says everything that must be registered', async () => {
  await expect(loadAgain()).rejects.toThrow(/SpatialTransformer/);
  registerSpatialTransformerLayer();
  registerSpatialTransformerLayer();
  const needs = (kind: string, name: string): string =>
    `create${kind}: no ${kind.toLowerCase()} is registered as '${name}'; none is registered yet. ` +
    `Register its factory first: register${kind}(factory)`;
  await expect(loadAgain()).rejects.toThrow(
    `${needs('Transform', 'affine')}\n${needs('Sampler', 'bilinear')}\n` +
      "createLocalisation: no localisation preset is registered as 'fcn'",
  );
  registerTransform(affine);
  await expect(loadAgain()).rejects.toThrow(
    "createSampler: no sampler is registered as 'bilinear'",
  );
  registerSampler(bilinear);
  registerLocalisation(cnn);
  const refusal: unknown = await loadAgain().catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(UnknownNameError);
  expect(refusal).toMatchObject({ unknownName: 'fcn', registered: ['cnn'] });
  registerLocalisation(fcn);
  await expect(loadAgain()).resolves.toBeDefined();
});
