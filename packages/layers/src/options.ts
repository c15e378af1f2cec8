import { LayersModel, type Shape } from '@tensorflow/tfjs-layers';
import {
  type Localisation,
  type LocalisationPreset,
  type OutputSize,
  type SpatialTransformer,
  type SpatialTransformerOptions,
  spatialTransformer,
} from '@tfjs-stn/core';
import { assertTransform, describeMisplaced, describeValue } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

/** The components of a spatial transformer layer and its sampling options. */
export interface SpatialTransformerLayerOptions extends Omit<
  SpatialTransformerOptions,
  'outputSize' | 'localisation'
> {
  /** `[height, width]` of the transformed image, in pixels. Default: the input image's. */
  readonly outputSize?: OutputSize;
  /**
   * Predicts θ inside the layer: a preset, built once the image size is known, or a model from image
   * to θ, which the layer takes ownership of. Without it, θ is the layer's second input.
   */
  readonly localisation?: LocalisationPreset | LayersModel;
  /** Makes the initial weights of a localisation preset repeatable. */
  readonly seed?: number;
  /** Unique within a model. */
  readonly name?: string;
  /** Whether training changes the localisation net. Default `true`, for a given model its own. */
  readonly trainable?: boolean;
  /** `[height, width, channels]`, for the first layer of a `tf.sequential`. */
  readonly inputShape?: Shape;
  /** The same with the batch: `[null, height, width, channels]`. */
  readonly batchInputShape?: Shape;
}

const operation = 'spatialTransformerLayer';

/** @throws OptionError if a layer with these options could not be used, or not be saved */
export function assertOptions(options: SpatialTransformerLayerOptions): void {
  assertTransform(operation, options.transform);
  assertLocalisation(options.localisation);
  assertLayerOptions(options);
  const { alignCorners, fillValue, seed } = options;
  if (alignCorners !== undefined && typeof alignCorners !== 'boolean') {
    throw new OptionError(
      operation,
      `alignCorners must be a boolean, got ${describeValue(alignCorners)}`,
    );
  }
  if (fillValue !== undefined && ![fillValue].flat().every(Number.isFinite)) {
    throw new OptionError(
      operation,
      `fillValue must be finite numbers, which a saved model can hold, got ${describeValue(fillValue)}`,
    );
  }
  if (seed !== undefined && !isPreset(options.localisation)) {
    throw new OptionError(operation, 'seed only goes with a localisation preset. Leave it out');
  }
  composeTransformer(options, [1, 1]);
}

/** Checks the options that tf.layers does not validate. */
function assertLayerOptions(options: SpatialTransformerLayerOptions): void {
  const refuse = (rule: string, got: unknown): never => {
    throw new OptionError(operation, `${rule}, got ${describeValue(got)}`);
  };
  const { name, trainable } = options;
  if (name !== undefined && typeof name !== 'string') refuse('name must be a string', name);
  if (trainable !== undefined && typeof trainable !== 'boolean') {
    refuse('trainable must be a boolean', trainable);
  }
  for (const key of ['inputShape', 'batchInputShape'] as const) {
    const shape: unknown = options[key];
    const isShape =
      shape === undefined ||
      (Array.isArray(shape) &&
        shape.every((size) => size === null || (Number.isSafeInteger(size) && size >= 0)));
    if (!isShape) refuse(`${key} must be a list of whole numbers and null`, shape);
  }
}

function assertLocalisation(localisation: unknown): void {
  if (localisation === undefined || localisation instanceof LayersModel) return;
  if (isPreset(localisation)) return;
  const remedy =
    typeof localisation === 'function' && !('factoryName' in localisation)
      ? ". A function can't be saved: compute theta in layers and give it as second input"
      : '';
  throw new OptionError(
    operation,
    `localisation must be a preset such as cnn(), or a tf.LayersModel, got ${describeMisplaced(localisation, 'createLocalisation')}${remedy}`,
  );
}

function isPreset(value: unknown): boolean {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && !(value instanceof LayersModel) && 'build' in value && 'config' in value;
}

/** The core transformer of a layer with these options, for one image size and localisation. */
export function composeTransformer(
  options: SpatialTransformerLayerOptions,
  imageSize: OutputSize,
  localisation?: Localisation,
): SpatialTransformer {
  const { transform, sampler, padding, fillValue, alignCorners } = options;
  return spatialTransformer({
    transform,
    sampler,
    outputSize: options.outputSize ?? imageSize,
    ...(padding !== undefined && { padding }),
    ...(fillValue !== undefined && { fillValue }),
    ...(alignCorners !== undefined && { alignCorners }),
    ...(localisation !== undefined && { localisation }),
  });
}

/** A copy of the options with its own lists. */
export function snapshotOptions(
  options: SpatialTransformerLayerOptions,
): SpatialTransformerLayerOptions {
  const { outputSize, fillValue } = options;
  return {
    ...options,
    ...(outputSize !== undefined && { outputSize: [...outputSize] }),
    ...(typeof fillValue === 'object' && { fillValue: [...fillValue] }),
  };
}
