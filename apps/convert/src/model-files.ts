import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';

/** Reads a `model.json` and the files of weights that it names. */
export async function readModel(path: string): Promise<LayersModel> {
  const { weightsManifest, modelTopology } = (await readJson(path)) as io.ModelJSON;
  const paths = weightsManifest.flatMap((group) => group.paths);
  const parts = await Promise.all(paths.map((part) => readFile(join(dirname(path), part))));
  const weightData = new Uint8Array(Buffer.concat(parts)).buffer;
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  return loadLayersModel(io.fromMemory({ modelTopology, weightSpecs, weightData }));
}

/** @throws UserError of one line if the file is not JSON */
export async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path} must be JSON: ${(error as Error).message}`);
  }
}
