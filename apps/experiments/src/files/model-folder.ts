import { io } from '@tensorflow/tfjs-core';

import { writeModel } from './output-folder.js';

/**
 * Saves a tf.layers model as `model.json` and `weights.bin`, the files that `tf.loadLayersModel`
 * reads, in a folder of its own in the folder of results. (TensorFlow.js has no file access in Node
 * without tfjs-node.)
 */
export function modelFolder(out: string, name: string): Required<Pick<io.IOHandler, 'save'>> {
  return {
    save: async (artifacts) => {
      const { modelTopology, weightSpecs, weightData, format, generatedBy, convertedBy } =
        artifacts;
      const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs ?? [] }];
      const model = { format, generatedBy, convertedBy, modelTopology, weightsManifest };
      await writeModel(out, name, {
        'model.json': JSON.stringify(model),
        'weights.bin': new Uint8Array(io.CompositeArrayBuffer.join(weightData)),
      });
      return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
    },
  };
}
