import type { Tensor2D } from '@tensorflow/tfjs-core';

import type { JsonObject } from './json.js';
import type { OutputSize, SamplingField } from './sampling-field.js';

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
   * @param outputSize height and width of the output
   * @param alignCorners carried by the returned field
   * @returns a field whose tensors belong to the caller, but for a cached `basis`
   */
  field(theta: Tensor2D, outputSize: OutputSize, alignCorners: boolean): SamplingField;
  /** Releases what the transform has cached. It can still be used afterwards. */
  dispose?(): void;
}
