import type { LayersModel, Shape } from '@tensorflow/tfjs-layers';
import type { LocalisationPreset, OutputSize, SpatialTransformerOptions } from '@tfjs-stn/core';

/** The parts of a spatial transformer layer, and how it samples. */
export interface SpatialTransformerLayerOptions extends Omit<
  SpatialTransformerOptions,
  'outputSize' | 'localisation'
> {
  /** `[height, width]` of the transformed image, in pixels. Default: the input image's. */
  readonly outputSize?: OutputSize;
  /**
   * Predicts θ inside the layer: a preset, built when the image's size is known, or a model from
   * image to θ, which then belongs to the layer. Without it, θ is the layer's second input.
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
