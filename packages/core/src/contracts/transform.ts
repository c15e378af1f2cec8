import type { Tensor2D } from '@tensorflow/tfjs-core';

import type { JsonObject } from './json.js';
import type { OutputSize, SamplingField } from './sampling-field.js';

/** Size and convention of a sampling field. */
export interface FieldOptions {
  /** `[height, width]` of the output, in pixels. */
  readonly outputSize: OutputSize;
  /** Default `false`: -1 and 1 are the outer edges of the corner pixels. */
  readonly alignCorners?: boolean;
}

/** A parameterised family of spatial transformations, from output to input coordinates. */
export interface Transform {
  /** The name under which a saved model finds it again. */
  readonly name: string;
  /** Enough to make the same transform again: `createTransform(name, config)`. */
  readonly config: JsonObject;
  /** Width of θ. */
  readonly paramCount: number;
  /** The θ that leaves the image unchanged, `paramCount` long. */
  readonly identity: readonly number[];
  /**
   * The sampling field of every θ in the batch.
   *
   * @param theta `[batch, paramCount]`
   * @param options output size and convention, which the returned field carries
   * @returns a field whose tensors belong to the caller, but for a cached `basis`
   */
  field(theta: Tensor2D, options: FieldOptions): SamplingField;
  /** Releases what the transform has cached. It can still be used afterwards. */
  dispose?(): void;
}
