import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { io } from '@tensorflow/tfjs-core';

import { cannotWrite } from './write-atomically.js';

/**
 * Saves a tf.layers model as `model.json` and `weights.bin`, the files that `tf.loadLayersModel`
 * reads, in a folder of their own. (TensorFlow.js has no file access in Node without tfjs-node.)
 *
 * The folder is written beside its place and then moved there; where that fails, the model that was
 * there comes back.
 */
export function modelFolder(folder: string): Required<Pick<io.IOHandler, 'save'>> {
  return {
    save: async (artifacts) => {
      await saveArtifacts(folder, artifacts);
      return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
    },
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
  try {
    await removeFolder(beside);
    await mkdir(beside, { recursive: true });
    await writeFile(join(beside, 'model.json'), JSON.stringify(model));
    await writeFile(join(beside, 'weights.bin'), weights);
    await replaceFolder(folder, beside);
  } catch (error) {
    await removeFolder(beside).catch(() => undefined);
    throw cannotWrite(folder, error);
  }
}

/** A folder with something in it can't be replaced in one move: the old one steps aside first. */
async function replaceFolder(folder: string, by: string): Promise<void> {
  const old = `${folder}.old`;
  // A run that ended between the two moves below has left the good model here.
  if (existsSync(folder)) {
    await removeFolder(old);
    await rename(folder, old);
  }
  try {
    await rename(by, folder);
  } catch (error) {
    if (existsSync(old)) await rename(old, folder);
    throw error;
  }
  await removeFolder(old);
}

async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}
