import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';

import { io } from '@tensorflow/tfjs-core';
import { OptionError } from '@tfjs-stn/core/errors';

const modelFile = 'model.json';
const weightsFile = 'weights.bin';

/**
 * Saves and loads tf.layers and graph models in a folder, as `tf.io.fileSystem` of tfjs-node does;
 * it works on every backend in Node.js.
 *
 * Convention: the folder holds `model.json` and `weights.bin`, which `tf.loadLayersModel` also reads
 * from a web server. It is made where it is missing. Each file is replaced as a whole, the weights
 * first.
 *
 * @param path the folder, or to load the path of a `model.json`
 * @returns for `model.save(…)`, `tf.loadLayersModel(…)` and `tf.loadGraphModel(…)`
 * @throws OptionError if path is not a string, or there is no model with its weights
 */
export function nodeFileSystem(path: string): Required<Pick<io.IOHandler, 'save' | 'load'>> {
  if (typeof path !== 'string' || path === '') {
    throw new OptionError('nodeFileSystem', `path must be a folder, got ${String(path)}`);
  }
  return { save: (artifacts) => save(path, artifacts), load: () => load(path) };
}

async function save(folder: string, artifacts: io.ModelArtifacts): Promise<io.SaveResult> {
  if (artifacts.modelTopology instanceof ArrayBuffer) {
    throw new OptionError('nodeFileSystem', 'modelTopology must be JSON, got an ArrayBuffer');
  }
  const manifest = [{ paths: [weightsFile], weights: artifacts.weightSpecs ?? [] }];
  const weights = new Uint8Array(io.CompositeArrayBuffer.join(artifacts.weightData));
  await mkdir(folder, { recursive: true });
  await replace(join(folder, weightsFile), weights);
  const { weightSpecs: _specs, weightData: _data, ...model } = artifacts;
  await replace(join(folder, modelFile), JSON.stringify({ ...model, weightsManifest: manifest }));
  return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
}

/** Writes to a temporary file and renames it, so that no reader sees half a file. */
async function replace(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function load(path: string): Promise<io.ModelArtifacts> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  const file = isFolder ? join(path, modelFile) : path;
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw refusal(`path must be a model.json or a folder with one, got '${path}'`, error);
  });
  return io.getModelArtifactsForJSON(parse(file, text), async (manifest) => {
    const paths = manifest.flatMap((group) => group.paths);
    const parts = await Promise.all(paths.map((name) => readWeights(dirname(file), name)));
    const specs = manifest.flatMap((group) => group.weights);
    return [specs, io.CompositeArrayBuffer.join(parts)];
  });
}

function parse(file: string, text: string): io.ModelJSON {
  let model: unknown;
  try {
    model = JSON.parse(text);
  } catch (error) {
    throw refusal(`'${file}' must be JSON`, error);
  }
  if (isModel(model)) return model;
  throw new OptionError(
    'nodeFileSystem',
    `'${file}' must hold a model with its modelTopology and weightsManifest, as model.save writes it, got ${text.slice(0, 40)}`,
  );
}

/** Whether it has what is read here. tf.layers looks at the topology itself. */
function isModel(value: unknown): value is io.ModelJSON {
  if (!isObject(value)) return false;
  const { modelTopology, weightsManifest } = value;
  return (
    isObject(modelTopology) &&
    Array.isArray(weightsManifest) &&
    weightsManifest.every(
      (group) =>
        isObject(group) &&
        Array.isArray(group['weights']) &&
        Array.isArray(group['paths']) &&
        group['paths'].every((path) => typeof path === 'string'),
    )
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

async function readWeights(folder: string, name: string): Promise<ArrayBuffer> {
  const path = resolve(folder, name);
  if (!path.startsWith(resolve(folder) + sep)) {
    throw new OptionError('nodeFileSystem', `weights must lie beside model.json, got '${name}'`);
  }
  const bytes = await readFile(path).catch((error: unknown) => {
    throw refusal(`weights must lie beside model.json, got '${name}'`, error);
  });
  return new Uint8Array(bytes).buffer;
}

function refusal(rule: string, cause: unknown): OptionError {
  return new OptionError('nodeFileSystem', `${rule} (${(cause as Error).message})`);
}
