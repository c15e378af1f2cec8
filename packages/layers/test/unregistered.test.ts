import '@tensorflow/tfjs-backend-cpu';

import { setBackend, type io } from '@tensorflow/tfjs-core';
import { sequential } from '@tensorflow/tfjs-layers';
import { registerLocalisation, registerSampler, registerTransform } from '@tfjs-stn/core';
import { UnknownNameError } from '@tfjs-stn/core/errors';
import { registerSpatialTransformerLayer, spatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn, fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
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
