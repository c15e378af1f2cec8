import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';

/** What a saved model holds, by way of JSON and bytes as a file would. */
export async function save(model: LayersModel, config?: io.SaveConfig): Promise<io.ModelArtifacts> {
  let saved: io.ModelArtifacts = {};
  const handler = io.withSaveHandler((artifacts) => {
    const { weightData, ...rest } = artifacts;
    const onDisk = JSON.parse(JSON.stringify(rest)) as io.ModelArtifacts;
    saved = weightData ? { ...onDisk, weightData } : onDisk;
    return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
  });
  await model.save(handler, config);
  return saved;
}

/** A model from what `save` gave. */
export function load(saved: io.ModelArtifacts): Promise<LayersModel> {
  return loadLayersModel(io.fromMemory(saved));
}

/** What `load` gives after `save`. */
export async function roundTrip(model: LayersModel, config?: io.SaveConfig): Promise<LayersModel> {
  return load(await save(model, config));
}
