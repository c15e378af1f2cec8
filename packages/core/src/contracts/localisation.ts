import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

import type { JsonObject } from './json.js';
import type { Transform } from './transform.js';

/** A model as tf.layers makes it, as far as a localisation net must be one. */
export interface LocalisationModel {
  apply(image: Tensor, options?: { training?: boolean }): unknown;
}

/** From image `[batch, height, width, channels]` to θ `[batch, paramCount]`. */
export type Localisation = ((image: Tensor4D) => Tensor2D) | LocalisationModel;

/** What a localisation net must fit. */
export interface LocalisationTarget {
  /** `[height, width, channels]` of the images it will see. */
  readonly inputShape: readonly [height: number, width: number, channels: number];
  /** Gives the width of θ and the identity that the net starts from. */
  readonly transform: Transform;
  /** Makes the initial weights repeatable. */
  readonly seed?: number;
}

/** A localisation net before its input is known: a plain value with a name, like a transform. */
export interface LocalisationPreset<Model extends LocalisationModel = LocalisationModel> {
  readonly name: string;
  readonly config: JsonObject;
  build(target: LocalisationTarget): Model;
}
