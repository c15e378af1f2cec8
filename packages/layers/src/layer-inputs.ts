import type { Shape } from '@tensorflow/tfjs-layers';
import type { Transform } from '@tfjs-stn/core';
import { OptionError, ShapeError } from '@tfjs-stn/core/errors';

/** The shape of an image in a model; unknown sizes are null. */
export type ImageShape = readonly [
  batch: number | null,
  height: number | null,
  width: number | null,
  channels: number | null,
];

const operation = 'spatialTransformerLayer';

/** The rules for a layer's inputs. */
export interface InputRules {
  readonly transform: Transform;
  /** Whether θ is predicted inside; otherwise it is the second input. */
  readonly hasLocalisation: boolean;
}

/**
 * @param inputShape one shape, or a list of them, as tf.layers gives it
 * @returns the shape of the image
 * @throws OptionError for too many or too few inputs, ShapeError if one has the wrong shape
 */
export function imageShapeOf(inputShape: Shape | Shape[], rules: InputRules): ImageShape {
  const [image, theta, ...more] = toList(inputShape);
  const count = 1 + Number(theta !== undefined) + more.length;
  if (image === undefined || count !== (rules.hasLocalisation ? 1 : 2)) {
    throw wrongCount(count, rules.hasLocalisation);
  }
  if (theta !== undefined) assertTheta(theta, rules.transform);
  if (image.length !== 4) {
    throw new ShapeError(
      operation,
      'the image must be [batch, height, width, channels]',
      printable(image),
      'Give a missing axis with tf.layers.reshape',
    );
  }
  const [batch, height, width, channels] = image as [...ImageShape];
  return [batch, height, width, channels];
}

function assertTheta(shape: Shape, { name, paramCount }: Transform): void {
  const [, width] = shape;
  if (shape.length === 2 && (width === paramCount || width === null)) return;
  throw new ShapeError(
    operation,
    `theta must be [batch, ${paramCount}] for the transform '${name}'`,
    printable(shape),
    `End the layers before it with tf.layers.dense({ units: ${paramCount} })`,
  );
}

function wrongCount(count: number, hasLocalisation: boolean): OptionError {
  return hasLocalisation
    ? new OptionError(
        operation,
        `with a localisation net the layer takes the image alone, got ${count} inputs. Leave out localisation to give theta from outside`,
      )
    : new OptionError(
        operation,
        `without a localisation net the layer takes two inputs, [image, theta], got ${count}. Apply it to both, or give it localisation`,
      );
}

function toList(inputShape: Shape | Shape[]): Shape[] {
  return inputShape.some(Array.isArray) ? (inputShape as Shape[]) : [inputShape as Shape];
}

/** Replaces unknown sizes by -1. */
function printable(shape: Shape): number[] {
  return shape.map((size) => size ?? -1);
}
