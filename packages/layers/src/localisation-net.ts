import { LayersModel } from '@tensorflow/tfjs-layers';
import type { LocalisationPreset, Transform } from '@tfjs-stn/core';
import { OptionError, ShapeError } from '@tfjs-stn/core/errors';

import type { ImageShape } from './layer-inputs.js';

const operation = 'spatialTransformerLayer';

/** The image shape and the transform that a localisation net must match. */
interface NetTarget {
  readonly image: ImageShape;
  readonly transform: Transform;
}

/**
 * Builds a preset for the given image shape.
 *
 * @throws ShapeError if the image size is unknown, OptionError if the preset does not build a net that
 *   predicts θ
 */
export function buildNet(
  preset: LocalisationPreset,
  { image, transform }: NetTarget,
  seed?: number,
): LayersModel {
  const [, height, width, channels] = image;
  if (height === null || width === null || channels === null) {
    throw new ShapeError(
      operation,
      `the preset '${preset.name}' is built for one size of image`,
      image.map((size) => size ?? -1),
      'Give height, width and channels in inputShape, or a localisation model that takes any size',
    );
  }
  const inputShape = [height, width, channels] as const;
  const net = preset.build({ inputShape, transform, ...(seed !== undefined && { seed }) });
  if (!(net instanceof LayersModel)) {
    throw new OptionError(
      operation,
      `the preset '${preset.name}' must build a tf.LayersModel, got ${typeof net}`,
    );
  }
  try {
    assertNetFits(net, { image, transform });
  } catch (error) {
    net.dispose();
    throw error;
  }
  return net;
}

/** @throws OptionError unless the net maps this image shape to the transform's θ */
export function assertNetFits(net: LayersModel, { image, transform }: NetTarget): void {
  const [input, ...moreInputs] = net.inputs;
  const [output, ...moreOutputs] = net.outputs;
  if (!input || !output || moreInputs.length > 0 || moreOutputs.length > 0) {
    throw new OptionError(
      operation,
      `the localisation net '${net.name}' must have one input and one output, got ${net.inputs.length} and ${net.outputs.length}`,
    );
  }
  if (!agree(input.shape, image)) {
    throw new OptionError(
      operation,
      `the localisation net '${net.name}' must take the layer's images ${print(image)}, got one for ${print(input.shape)}`,
    );
  }
  if (!agree(output.shape, [null, transform.paramCount])) {
    throw new OptionError(
      operation,
      `the localisation net '${net.name}' must give theta [batch, ${transform.paramCount}] for the transform '${transform.name}', got ${print(output.shape)}`,
    );
  }
}

function agree(some: readonly (number | null)[], other: readonly (number | null)[]): boolean {
  return (
    some.length === other.length &&
    some.every((size, axis) => size === null || other[axis] === null || size === other[axis])
  );
}

function print(shape: readonly (number | null)[]): string {
  return `[${shape.map((size, axis) => size ?? (axis === 0 ? 'batch' : 'any')).join(', ')}]`;
}

/**
 * Renames the weights of a net built by a preset, so that their names depend only on the layer's name.
 *
 * tf.layers looks up saved weights by `originalName`, which contains counters of the running program;
 * the rebuilt net of a loaded layer would have different counters. The last part must not start with
 * a digit, because tf.layers takes such names for Keras 3 files.
 */
export function nameWeights(net: LayersModel, layer: string): void {
  net.weights.forEach((weight, index) => {
    const variable: { originalName: string } = weight;
    const kind = variable.originalName.split('/').at(-1);
    variable.originalName = `${layer}/localisation/${kind}_${index}`;
  });
}
