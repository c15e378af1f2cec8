import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { io } from '@tensorflow/tfjs-core';

import { UserError } from '../user-error.js';
import { cannotWrite } from './write-atomically.js';

/**
 * Saves a tf.layers model as `model.json` and `weights.bin`, the files that `tf.loadLayersModel`
 * reads, in a folder of their own; and loads it back. (TensorFlow.js has no file access in Node
 * without tfjs-node.) The folder is written beside its place and then moved there.
 */
export function modelFolder(folder: string): Required<Pick<io.IOHandler, 'load' | 'save'>> {
  return {
    save: async (artifacts) => {
      await saveArtifacts(folder, artifacts);
      return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
    },
    load: () => loadArtifacts(folder),
  };
}

async function saveArtifacts(folder: string, artifacts: io.ModelArtifacts): Promise<void> {
  const {
    modelTopology,
    weightSpecs = [],
    weightData,
    format,
    generatedBy,
    convertedBy,
  } = artifacts;
  const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
  const model = { format, generatedBy, convertedBy, modelTopology, weightsManifest };
  const weights = new Uint8Array(io.CompositeArrayBuffer.join(weightData));
  const beside = `${folder}.part`;
  const old = `${folder}.old`;
  try {
    await removeFolders(beside, old);
    await mkdir(beside, { recursive: true });
    await writeFile(join(beside, 'model.json'), JSON.stringify(model));
    await writeFile(join(beside, 'weights.bin'), weights);
    await rename(folder, old).catch(() => undefined);
    await rename(beside, folder);
    await removeFolders(old);
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

async function loadArtifacts(folder: string): Promise<io.ModelArtifacts> {
  const [json, weights] = await Promise.all([
    readFile(join(folder, 'model.json'), 'utf8'),
    readFile(join(folder, 'weights.bin')),
  ]).catch((error: unknown) => {
    throw new UserError(`Cannot read the model ${folder} (${String(error)}). Train it again`);
  });
  const weightData = Uint8Array.from(weights).buffer;
  return io.getModelArtifactsForJSON(JSON.parse(json) as io.ModelJSON, (manifest) =>
    Promise.resolve([io.getWeightSpecs(manifest), weightData]),
  );
}

async function removeFolders(...folders: readonly string[]): Promise<void> {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
}
