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
 * The projective transformation that takes the corners of the output to four points of the input,
 * given by their displacements: what flattens documents and plates.
 *
 * Convention: θ = `[dx1 dy1 dx2 dy2 dx3 dy3 dx4 dy4]`, for the corners top left (-1, -1), top right
 * (1, -1), bottom right (1, 1) and bottom left (-1, 1), in half image widths and heights; x right, y
 * down. The output's corner n looks at the input's corner n displaced by (dxn, dyn).
 *
 * All corners of a convex quadrilateral, mirrored or not, are in front of the horizon. In one that
 * is not convex a corner lies behind it, and with it a part of the output, which samples as padding
 * with gradient 0; one without area samples as padding everywhere. No θ below 1e12 gives NaN.
 *
 * Source: Heckbert, 1989, "Fundamentals of Texture Mapping and Image Warping", section 2.2.3; here
 * in homogeneous coordinates, which needs no division.
 */
export const corners: TransformFactory<[]> = /* @__PURE__ */ defineHomographyTransform('corners', {
  identity: [0, 0, 0, 0, 0, 0, 0, 0],
  matrix: (theta) => {
    // P: (x, y, 1) of every corner. Weighted with the area of the triangle of the other three they
    // are the homogeneous points that one linear map takes the four of the output to.
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

/** The corners that are not the n-th, in order. */
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

/** `[8, 12]`: displacements onto the x and y of the corners. */
const displace: Table = /* @__PURE__ */ table(8, 12, (row, column) =>
  column % 3 < 2 && row === Math.floor(column / 3) * 2 + (column % 3) ? 1 : 0,
);

/** `[12, 8]`: with (a, b, c) the other corners of each, bx - ax and by - ay. */
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

/** `[12, 9]`: the linear map with these four values at the corners; the areas of the square are 4. */
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
 * Gives homographies the sign that puts the centre of the output in front of the horizon. The sign
 * is a constant as far as the tape is concerned; tfjs's own `sign` would be followed.
 *
 * @param entries `[batch, 9]`, row by row
 * @returns `[batch, 9]`, zeros where the centre lies on the horizon
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
