import { matMul, reshape, tensor2d, type Tensor3D } from '@tensorflow/tfjs-core';

/** Along one axis: normalised coordinates to others, `scale · normalised + offset`. */
export interface Axis {
  readonly scale: number;
  readonly offset: number;
}

/** Both axes of an image. */
export interface Frame {
  readonly x: Axis;
  readonly y: Axis;
}

/** Back to normalised coordinates. */
export function inverseFrame({ x, y }: Frame): Frame {
  return { x: inverseAxis(x), y: inverseAxis(y) };
}

/**
 * `left · matrix · right` as one product of the entries `[batch, 9]`, whose factors are multiplied
 * in float64.
 */
export function changeFrames(left: Frame, matrix: Tensor3D, right: Frame): Tensor3D {
  const batch = matrix.shape[0];
  const [before, after] = [rowsOf(left), rowsOf(right)];
  // Entry (k, l) goes into entry (i, j) of the product with the factor before[i, k] · after[l, j].
  const factors = [0, 1, 2].flatMap((k) =>
    after.flatMap((afterRow) =>
      before.flatMap((beforeRow) => afterRow.map((factor) => (beforeRow[k] ?? 0) * factor)),
    ),
  );
  return reshape(matMul(reshape(matrix, [batch, 9]), tensor2d(factors, [9, 9])), [batch, 3, 3]);
}

function inverseAxis({ scale, offset }: Axis): Axis {
  return { scale: 1 / scale, offset: -offset / scale };
}

function rowsOf({ x, y }: Frame): readonly (readonly number[])[] {
  return [
    [x.scale, 0, x.offset],
    [0, y.scale, y.offset],
    [0, 0, 1],
  ];
}
