import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';

/** What `load` gives after `save`, by way of JSON and bytes as a file would. */
export async function roundTrip(model: LayersModel): Promise<LayersModel> {
  let saved: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
    }),
  );
  if (saved === undefined) throw new Error('nothing was saved');
  const { weightData, ...rest } = saved;
  const onDisk = JSON.parse(JSON.stringify(rest)) as io.ModelArtifacts;
  return loadLayersModel(io.fromMemory(weightData ? { ...onDisk, weightData } : onDisk));
}
