import '@tensorflow/tfjs-backend-cpu';

import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ones, setBackend, type Tensor } from '@tensorflow/tfjs-core';
import { layers, loadLayersModel, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { OptionError } from '@tfjs-stn/core/errors';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';

import { nodeFileSystem } from '../src/index.js';

let folder = '';

beforeAll(async () => {
  await setBackend('cpu');
});
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'tfjs-stn-models-')), 'deep', 'model');
});
afterEach(() => rm(join(folder, '..', '..'), { recursive: true }));

function net(): LayersModel {
  const layer = layers.dense({ units: 3, inputShape: [2], kernelInitializer: 'randomNormal' });
  const model = sequential({ layers: [layer] });
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  model.setUserDefinedMetadata({ classes: ['a', 'b', 'c'] });
  return model;
}

const predict = (model: LayersModel): number[] => [
  ...(model.predict(ones([1, 2])) as Tensor).dataSync(),
];

it('saves a model that loads with the same output, from its folder and from its file', async () => {
  const model = net();
  await model.save(nodeFileSystem(folder), { includeOptimizer: true });
  expect((await readdir(folder)).sort()).toEqual(['model.json', 'weights.bin']);
  for (const path of [folder, join(folder, 'model.json')]) {
    const loaded = await loadLayersModel(nodeFileSystem(path));
    expect(predict(loaded)).toEqual(predict(model));
    expect(loaded.getUserDefinedMetadata()).toEqual({ classes: ['a', 'b', 'c'] });
    expect(loaded.loss).toBe('meanSquaredError');
  }
});

it('replaces a model, and leaves nothing of a save that fails', async () => {
  await net().save(nodeFileSystem(folder));
  const second = net();
  await second.save(nodeFileSystem(folder));
  expect(predict(await loadLayersModel(nodeFileSystem(folder)))).toEqual(predict(second));
  await rm(join(folder, 'model.json'));
  await mkdir(join(folder, 'model.json'));
  await expect(net().save(nodeFileSystem(folder))).rejects.toThrow(/EISDIR|ENOTEMPTY/);
  expect((await readdir(folder)).sort()).toEqual(['model.json', 'weights.bin']);
});

it('reads weights in several files', async () => {
  const model = net();
  await model.save(nodeFileSystem(folder));
  const bytes = await readFile(join(folder, 'weights.bin'));
  await writeFile(join(folder, 'part1'), bytes.subarray(0, 7));
  await writeFile(join(folder, 'part2'), bytes.subarray(7));
  await changeManifest(['part1', 'part2']);
  expect(predict(await loadLayersModel(nodeFileSystem(folder)))).toEqual(predict(model));
});

async function changeManifest(paths: string[]): Promise<void> {
  const file = join(folder, 'model.json');
  const model = JSON.parse(await readFile(file, 'utf8')) as {
    weightsManifest: { paths: string[] }[];
  };
  model.weightsManifest[0]!.paths = paths;
  await writeFile(file, JSON.stringify(model));
}

it('says what is wrong', async () => {
  expect(() => nodeFileSystem('')).toThrow(OptionError);
  const load = (): Promise<unknown> => loadLayersModel(nodeFileSystem(folder));
  await expect(load()).rejects.toThrow(
    `nodeFileSystem: path must be a model.json or a folder with one, got '${folder}' (ENOENT`,
  );
  await net().save(nodeFileSystem(folder));
  for (const name of ['gone', '../../../../etc/passwd', '/etc/passwd']) {
    await changeManifest([name]);
    await expect(load()).rejects.toThrow(OptionError);
    await expect(load()).rejects.toThrow(`weights must lie beside model.json, got '${name}'`);
  }
  await writeFile(join(folder, 'model.json'), '{');
  await expect(load()).rejects.toThrow("model.json' must be JSON");
  const topology = '"modelTopology":{}';
  for (const text of [
    'null',
    '[]',
    '{}',
    `{${topology}}`,
    `{${topology},"weightsManifest":5}`,
    `{${topology},"weightsManifest":[null]}`,
    `{${topology},"weightsManifest":[{"paths":[1],"weights":[]}]}`,
    `{${topology},"weightsManifest":[{"paths":["a"]}]}`,
  ]) {
    await writeFile(join(folder, 'model.json'), text);
    await expect(load()).rejects.toThrow(OptionError);
    const got = `as model.save writes it, got ${text.slice(0, 40)}`;
    await expect(load()).rejects.toThrow(got);
  }
});
