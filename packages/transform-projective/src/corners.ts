import {
  add,
  customGrad,
  matMul,
  mul,
  reshape,
  sign,
  slice,
  tensor2d,
  type GradSaveFunc,
  type Tensor,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import type { TransformFactory } from '@tfjs-stn/core';
import { defineHomographyTransform } from '@tfjs-stn/core/homography';

declare module '@tfjs-stn/core' {
  interface TransformConfigs {
    corners: Record<string, never>;
  }
}

/**
 * The projective transformation that maps the corners of the output to four points of the input,
 * given as displacements. Flattens documents and number plates.
 *
 * Convention: θ = `[dx1 dy1 dx2 dy2 dx3 dy3 dx4 dy4]`, for the corners top left (-1, -1), top right
 * (1, -1), bottom right (1, 1) and bottom left (-1, 1), in half image widths and heights; x right, y
 * down. Output corner n maps to input corner n displaced by (dxn, dyn).
 *
 * All corners of a convex quadrilateral, mirrored or not, are in front of the horizon. With a
 * non-convex one, a part of the output is behind the horizon and samples as padding with gradient 0.
 * With one without area, all of it samples as padding. No θ below 1e12 gives NaN.
 *
 * Source: Heckbert, 1989, "Fundamentals of Texture Mapping and Image Warping", section 2.2.3, here
 * in homogeneous coordinates and without a division.
 */
export const corners: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform('corners', {
  identity: [0, 0, 0, 0, 0, 0, 0, 0],
  matrix: (theta) => {
    // (x, y, 1) of every corner. Weighted with the area of the triangle of the other three, they are
    // the images of the output's corners under one linear map of homogeneous coordinates.
    const points = add(matMul(theta, tensor(displace)), tensor2d(square.flat(), [1, 12]));
    const products = mul(matMul(points, tensor(firstSides)), matMul(points, tensor(secondSides)));
    const weights: Tensor2D = matMul(products, tensor(areas));
    const entries: Tensor2D = matMul(mul(points, weights), tensor(linearMap));
    return reshape(facingForward(entries), [theta.shape[0], 3, 3]);
  },
});

/** The output's corners in homogeneous coordinates, clockwise from the top left. */
const square: readonly (readonly [number, number, number])[] = [
  [-1, -1, 1],
  [1, -1, 1],
  [1, 1, 1],
  [-1, 1, 1],
];

/** The other corners of the n-th, in order. */
const others: readonly (readonly [number, number, number])[] = [
  [1, 2, 3],
  [0, 2, 3],
  [0, 1, 3],
  [0, 1, 2],
];

/** A constant matrix, row by row, with its shape. */
interface Table {
  readonly shape: [rows: number, columns: number];
  readonly values: Float32Array;
}

/** `[8, 12]`: adds displacements to the x and y of the corners. */
const displace: Table = /* @__PURE__ */ table(8, 12, (row, column) =>
  column % 3 < 2 && row === Math.floor(column / 3) * 2 + (column % 3) ? 1 : 0,
);

/** `[12, 8]`: bx - ax and by - ay, where (a, b, c) are the other corners of each. */
const firstSides: Table = /* @__PURE__ */ table(12, 8, (row, column) => {
  const [a, b] = others[column >> 1] ?? [0, 0];
  return difference(row, b, a, column % 2);
});

/** `[12, 8]`: cy - ay and cx - ax. */
const secondSides: Table = /* @__PURE__ */ table(12, 8, (row, column) => {
  const [a, , c] = others[column >> 1] ?? [0, 0, 0];
  return difference(row, c, a, 1 - (column % 2));
});

/** `[8, 12]`: (bx - ax)(cy - ay) - (by - ay)(cx - ax) for every corner, three times. */
const areas: Table = /* @__PURE__ */ table(8, 12, (row, column) =>
  row >> 1 === Math.floor(column / 3) ? 1 - 2 * (row % 2) : 0,
);

/** `[12, 9]`: the linear map with the given values at the corners of the square. */
const linearMap: Table = /* @__PURE__ */ table(12, 9, (row, column) =>
  row % 3 === Math.floor(column / 3) ? (square[Math.floor(row / 3)]?.[column % 3] ?? 0) / 16 : 0,
);

function difference(row: number, plus: number, minus: number, axis: number): number {
  if (row % 3 !== axis) return 0;
  const corner = Math.floor(row / 3);
  return (corner === plus ? 1 : 0) - (corner === minus ? 1 : 0);
}

function table(
  rows: number,
  columns: number,
  entry: (row: number, column: number) => number,
): Table {
  const values = Float32Array.from({ length: rows * columns }, (_, at) =>
    entry(Math.floor(at / columns), at % columns),
  );
  return { shape: [rows, columns], values };
}

function tensor({ shape, values }: Table): Tensor2D {
  return tensor2d(values, shape);
}

/**
 * Gives each homography the sign that puts the centre of the output in front of the horizon. The
 * gradient treats the sign as a constant, unlike that of tfjs's `sign`.
 *
 * @param entries `[batch, 9]`, row by row
 * @returns `[batch, 9]`, zeros if the centre is on the horizon
 */
function facingForward(entries: Tensor2D): Tensor2D {
  const flip = customGrad((input, save) => {
    const matrix = input as Tensor2D;
    const signs = sign(slice(matrix, [0, 8], [matrix.shape[0], 1]));
    (save as GradSaveFunc)([signs]);
    return {
      value: mul(matrix, signs),
      gradFunc: (dy: Tensor, saved: Tensor[]) => mul(dy, saved[0] as Tensor),
    };
  });
  return flip(entries) as Tensor2D;
}
