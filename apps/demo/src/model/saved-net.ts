import { io } from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';

import {
  distortions,
  IMAGE_SIZE,
  transformTitles,
  WEIGHTS_FILE,
  type DistortionName,
  type TransformChoice,
} from './choices.js';
import { registerParts, transformerOf } from './model.js';

/** The properties of a trained net, apart from its weights. */
export interface NetFacts {
  readonly transform: TransformChoice;
  /** The distortion of the digits it was trained on. */
  readonly distortion: DistortionName;
  /** Training steps of 64 digits each. */
  readonly steps: number;
}

/** A net as the two files of a tf.js model. */
export interface SavedNet {
  /** model.json: layers, names and shapes of the weights, and the facts. */
  readonly json: string;
  /** weights.bin */
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** Saves a net as a tf.js model, with its facts as the model's metadata. */
export async function saveNet(model: LayersModel, facts: NetFacts): Promise<SavedNet> {
  let saved: SavedNet | undefined;
  await model.save(
    io.withSaveHandler(async (artifacts) => {
      const { weightSpecs = [], weightData = [] } = artifacts;
      saved = {
        json: JSON.stringify({
          modelTopology: artifacts.modelTopology,
          format: 'layers-model',
          generatedBy: artifacts.generatedBy,
          convertedBy: null,
          userDefinedMetadata: facts,
          weightsManifest: [{ paths: [WEIGHTS_FILE], weights: weightSpecs }],
        }),
        weights: new Uint8Array(io.CompositeArrayBuffer.join(weightData)),
      };
      return { modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) };
    }),
  );
  if (!saved) throw new TypeError('saveNet: tf.js must hand the model over, got nothing');
  return saved;
}

/**
 * Loads a net that `saveNet` has saved, or another tf.js model with the same facts and shapes.
 *
 * @throws RangeError if it is something else, or damaged
 */
export async function loadNet({
  json,
  weights,
}: SavedNet): Promise<{ readonly model: LayersModel; readonly facts: NetFacts }> {
  registerParts();
  const { modelTopology, weightsManifest, userDefinedMetadata } = JSON.parse(json) as io.ModelJSON;
  const facts = factsFrom(userDefinedMetadata);
  const weightSpecs = weightsManifest?.flatMap((group) => group.weights) ?? [];
  const bytes = weightSpecs.reduce((sum, spec) => sum + bytesOf(spec), 0);
  if (bytes !== weights.length) throw damaged(`${bytes} bytes of weights`, String(weights.length));
  const model = await loadLayersModel(
    io.fromMemory({ modelTopology, weightSpecs, weightData: weights.slice().buffer }),
  );
  const shapes = JSON.stringify([model.inputs[0]?.shape, model.outputs[0]?.shape]);
  const expected = JSON.stringify([
    [null, IMAGE_SIZE, IMAGE_SIZE, 1],
    [null, 10],
  ]);
  if (shapes === expected && allFinite(model)) {
    transformerOf(model);
    return { model, facts };
  }
  model.dispose();
  throw damaged(`finite weights and shapes ${expected}`, shapes);
}

/** A float32 per value, or what it is quantised to. */
function bytesOf({ shape, quantization }: io.WeightsManifestEntry): number {
  const each = quantization ? (quantization.dtype === 'uint8' ? 1 : 2) : 4;
  return shape.reduce((product, length) => product * length, each);
}

function allFinite(model: LayersModel): boolean {
  return model.getWeights().every((weight) => weight.dataSync<'float32'>().every(Number.isFinite));
}

function factsFrom(metadata: object = {}): NetFacts {
  const { transform, distortion, steps } = metadata as Partial<NetFacts>;
  const known =
    transform !== undefined &&
    Object.hasOwn(transformTitles, transform) &&
    distortion !== undefined &&
    Object.hasOwn(distortions, distortion) &&
    steps !== undefined &&
    Number.isInteger(steps);
  if (known) return { transform, distortion, steps };
  throw damaged('a known transform and distortion', JSON.stringify(metadata).slice(0, 80));
}

function damaged(expected: string, got: string): RangeError {
  return new RangeError(
    `loadNet: a saved net must have ${expected}, got ${got}. Choose files that this page has saved`,
  );
}
