import { LayersModel } from '@tensorflow/tfjs-layers';
import type { Transform } from '@tfjs-stn/core';
import { describeValue } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

import { composeTransformer } from './compose-transformer.js';
import type { SpatialTransformerLayerOptions } from './options.js';

const operation = 'spatialTransformerLayer';

/** @throws OptionError if a layer with these options could not be used, or not be saved */
export function assertOptions(options: SpatialTransformerLayerOptions): void {
  assertTransform(options.transform);
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

/** What tf.layers takes without a look. */
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

function assertTransform(transform: unknown): void {
  const { name, field } = (
    typeof transform === 'object' && transform ? transform : {}
  ) as Partial<Transform>;
  if (typeof name === 'string' && typeof field === 'function') return;
  const got = typeof transform === 'string' ? `the name '${transform}'` : typeof transform;
  throw new OptionError(
    operation,
    `transform must be a transform value such as affine(), got ${got}. For names use createTransform(name)`,
  );
}

function assertLocalisation(localisation: unknown): void {
  if (localisation === undefined || localisation instanceof LayersModel) return;
  if (isPreset(localisation)) return;
  throw new OptionError(
    operation,
    `localisation must be a preset such as cnn(), or a tf.LayersModel, got ${typeof localisation}. A function can't be saved: compute theta in layers and give it as second input`,
  );
}

function isPreset(value: unknown): boolean {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && !(value instanceof LayersModel) && 'build' in value && 'config' in value;
}
