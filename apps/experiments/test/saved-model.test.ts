import '@tensorflow/tfjs-backend-cpu';
import { createServer } from 'node:http';
import type * as fs from 'node:fs/promises';
import { mkdir, readFile, readdir, rename } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { io, ones, setBackend, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { registerLocalisation, registerSampler, registerTransform } from '@tfjs-stn/core';
import { registerSpatialTransformerLayer } from '@tfjs-stn/layers';
import { fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';

import { filesOf } from '../src/jobs/run-job.js';
import { withOutputFolder, writeModel } from '../src/files/output-folder.js';
import { buildModel } from '../src/build-model.js';
import { modelNames } from '../src/settings.js';
import { temporaryFolder } from './temporary-folder.js';

vi.mock('node:fs/promises', async (original) => {
  const actual = await original<typeof fs>();
  return { ...actual, rename: vi.fn<typeof fs.rename>(actual.rename) };
});

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

test.each(modelNames)('a saved %s is loaded by TensorFlow.js over HTTP', async (name) => {
  const folder = await temporaryFolder();
  const model = buildModel(name, 28, { seed: 3 });
  await withOutputFolder(folder, async () => {
    await writeModel(folder, name, await filesOf(model));
    await writeModel(folder, name, await filesOf(model));
  });
  expect(await readdir(folder)).toEqual([name]);
  expect((await readdir(join(folder, name))).sort()).toEqual(['model.json', 'weights.bin']);

  const fromServer = await loadLayersModel(io.http(`${await serve(folder)}/${name}/model.json`));
  expect(answersOf(fromServer)).toEqual(answersOf(model));
});

/** Saves a CNN in a locked output folder. */
function save(folder: string, seed: number): Promise<unknown> {
  const model = buildModel('cnn', 28, { seed });
  return withOutputFolder(folder, async () => writeModel(folder, 'cnn', await filesOf(model)));
}

const isUnfinished = (path: string): boolean => /unfinished.cnn$/.test(path);

describe('saving a model over another one', () => {
  /** Saves a model over another one with failing renames. */
  async function saveOverAModel(
    failing: (from: string, to: string) => boolean,
  ): Promise<{ folder: string; before: Buffer; error: unknown }> {
    const folder = await temporaryFolder();
    const path = join(folder, 'cnn');
    await save(folder, 3);
    const before = await readFile(join(path, 'weights.bin'));
    const { rename: move } = await vi.importActual<typeof fs>('node:fs/promises');
    vi.mocked(rename).mockImplementation((from, to) =>
      failing(String(from), String(to))
        ? Promise.reject(Object.assign(new Error('no'), { code: 'ENOSPC' }))
        : move(from, to),
    );
    const error = await save(folder, 4).catch((reason: unknown) => reason);
    vi.mocked(rename).mockImplementation(move);
    return { folder, before, error };
  }

  test.each([
    ['the new model cannot be moved', isUnfinished],
    ['the old model cannot be moved', (_: string, to: string) => to.endsWith('.old')],
  ])('keeps the old model, and nothing else, if %s', async (_, failing) => {
    const { folder, before, error } = await saveOverAModel(failing);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(/^Cannot write .*cnn: the disk is full\. /);
    expect(await readdir(folder)).toEqual(['cnn']);
    expect((await readFile(join(folder, 'cnn', 'weights.bin'))).equals(before)).toBe(true);
    expect((await readdir(join(folder, 'cnn'))).sort()).toEqual(['model.json', 'weights.bin']);
  });

  test('restores the old model after a run that was killed between two moves', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'cnn');
    await save(folder, 3);
    const before = await readFile(join(path, 'weights.bin'));
    const { rename: move } = await vi.importActual<typeof fs>('node:fs/promises');
    const unfinished = join(folder, '.experiments-unfinished');
    await mkdir(unfinished);
    await move(path, join(unfinished, 'cnn.old'));
    vi.mocked(rename).mockImplementation((from, to) =>
      isUnfinished(String(from)) ? Promise.reject(new Error('no')) : move(from, to),
    );
    await expect(save(folder, 4)).rejects.toThrow(UserError);
    expect((await readFile(join(path, 'weights.bin'))).equals(before)).toBe(true);
    vi.mocked(rename).mockImplementation(move);
    await save(folder, 4);
    expect(await readdir(folder)).toEqual(['cnn']);
  });
});
