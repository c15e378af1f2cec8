import type { SamplingField } from '../contracts/sampling-field.js';
import * as names from './names.js';

/** The kernels that sample along one kind of field, and the field's inputs to them. */
export interface FieldKernels {
  readonly kind: SamplingField['kind'];
  readonly forward: string;
  readonly backpropImage: string;
  readonly backpropField: string;
  /** Names of the field's tensors, in the order in which they are saved. */
  readonly inputs: readonly string[];
  /** The one of them that `backpropField` gives the gradient of. */
  readonly trainable: string;
}

export const fieldKernels: { readonly [Kind in SamplingField['kind']]: FieldKernels } = {
  grid: {
    kind: 'grid',
    forward: names.StnGridSample,
    backpropImage: names.StnGridSampleBackpropImage,
    backpropField: names.StnGridSampleBackpropGrid,
    inputs: ['grid'],
    trainable: 'grid',
  },
  homography: {
    kind: 'homography',
    forward: names.StnHomographyWarp,
    backpropImage: names.StnHomographyWarpBackpropImage,
    backpropField: names.StnHomographyWarpBackpropMatrix,
    inputs: ['matrix'],
    trainable: 'matrix',
  },
  basis: {
    kind: 'basis',
    forward: names.StnBasisWarp,
    backpropImage: names.StnBasisWarpBackpropImage,
    backpropField: names.StnBasisWarpBackpropCoefficients,
    inputs: ['basis', 'coefficients'],
    trainable: 'coefficients',
  },
};
