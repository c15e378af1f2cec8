import '@tensorflow/tfjs-backend-cpu';
import { createServer } from 'node:http';
import { readFile, readdir } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { io, ones, setBackend, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { registerLocalisation, registerSampler, registerTransform } from '@tfjs-stn/core';
import { registerSpatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { beforeAll, expect, onTestFinished, test } from 'vitest';

import { modelFolder } from '../src/files/model-folder.js';
import { buildModel } from '../src/models/build-model.js';
import { modelNames } from '../src/models/model-names.js';
import { temporaryFolder } from './temporary-folder.js';

beforeAll(async () => {
  await setBackend('cpu');
  registerSpatialTransformerLayer();
  registerTransform(affine);
  registerSampler(bilinear);
  registerLocalisation(fcn);
});

function answersOf(model: LayersModel): ArrayLike<number> {
  return tidy(() => (model.apply(ones([1, 28, 28, 1])) as Tensor).dataSync());
}

/** Serves a folder over HTTP, as people would for a browser. */
async function serve(folder: string): Promise<string> {
  const server = createServer((request, response) => {
    readFile(join(folder, request.url ?? '')).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  onTestFinished(() => void server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

test.each(modelNames)('%s is loaded by stock TensorFlow.js, from a server too', async (name) => {
  const folder = await temporaryFolder();
  const model = buildModel(name, 28, 3);
  await model.save(modelFolder(join(folder, name)));
  await model.save(modelFolder(join(folder, name)));
  expect(await readdir(folder)).toEqual([name]);
  expect((await readdir(join(folder, name))).sort()).toEqual(['model.json', 'weights.bin']);

  const fromFolder = await loadLayersModel(modelFolder(join(folder, name)));
  const fromServer = await loadLayersModel(io.http(`${await serve(folder)}/${name}/model.json`));
  expect(answersOf(fromFolder)).toEqual(answersOf(model));
  expect(answersOf(fromServer)).toEqual(answersOf(model));
});

test('a model that is not there is said to be missing in one line', async () => {
  await expect(loadLayersModel(modelFolder('/nowhere'))).rejects.toThrow(
    /^Cannot read the model \/nowhere \(.*\)\. Train it again$/,
  );
});
