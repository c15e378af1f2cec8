import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Transform } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';

import type { ImageShape } from './layer-inputs.js';

const operation = 'spatialTransformerLayer';

/** What a localisation net is for. */
export interface NetTarget {
  readonly image: ImageShape;
  readonly transform: Transform;
}

/** @throws OptionError if a net is not one from this image to this transform's θ */
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
