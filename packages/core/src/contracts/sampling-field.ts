import type { NamedTensorMap, Tensor2D, Tensor3D, Tensor4D } from '@tensorflow/tfjs-core';

interface SamplingFieldBase {
  /** Size of the image that sampling this field gives. */
  readonly outputSize: OutputSize;
  /** Whether -1 and 1 are the centres of the corner pixels (true) or their outer edges (false). */
  readonly alignCorners: boolean;
}

/**
 * Convention: normalised output `(x, y, 1)` to homogeneous input coordinates, x right, y down.
 * A point whose third coordinate is not positive lies behind the horizon and samples as padding.
 */
export interface HomographyField extends SamplingFieldBase {
  readonly kind: 'homography';
  /** `[batch, 3, 3]` */
  readonly matrix: Tensor3D;
}

/**
 * Input coordinates that are linear in their coefficients: `basis · coefficients`, the general
 * form T_θ = M_θ·B of Jaderberg et al. (2015), section 3.2.
 */
export interface BasisField extends SamplingFieldBase {
  readonly kind: 'basis';
  /** `[outHeight · outWidth, terms]`, one row per output pixel, row-major. */
  readonly basis: Tensor2D;
  /** `[batch, terms, 2]`, the (x, y) coefficients of every term. */
  readonly coefficients: Tensor3D;
}

/** Input coordinates written out, one `(x, y)` for every output pixel. */
export interface GridField extends SamplingFieldBase {
  readonly kind: 'grid';
  /** `[batch, outHeight, outWidth, 2]` */
  readonly grid: Tensor4D;
}

/**
 * Where in the input image every output pixel looks, in normalised coordinates: x to the right,
 * y down, -1 and 1 at the image's edges.
 */
export type SamplingField = HomographyField | BasisField | GridField;

/** How many images a field describes. */
export function fieldBatch(field: SamplingField): number {
  switch (field.kind) {
    case 'homography':
      return field.matrix.shape[0];
    case 'basis':
      return field.coefficients.shape[0];
    case 'grid':
      return field.grid.shape[0];
    default:
      return field satisfies never;
  }
}

/** The tensors of a field under the names that kernels know them by. */
export function fieldTensors(field: SamplingField): NamedTensorMap {
  switch (field.kind) {
    case 'homography':
      return { matrix: field.matrix };
    case 'basis':
      return { basis: field.basis, coefficients: field.coefficients };
    case 'grid':
      return { grid: field.grid };
    default:
      return field satisfies never;
  }
}

/** The same kind of field with other tensors. */
export function withFieldTensors(field: SamplingField, tensors: NamedTensorMap): SamplingField {
  return { ...field, ...tensors };
}

/** Height and width in pixels, in this order, as in NHWC. */
export type OutputSize = readonly [height: number, width: number];
