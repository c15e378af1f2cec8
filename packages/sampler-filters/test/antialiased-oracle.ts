import {
  oracleGridSample,
  oracleGridSampleGradients,
  oracleHomographyGrid,
  type DenseArray,
  type Float64Dense,
  type OracleSamplingOptions,
} from '@tfjs-stn/testing';

type Size = readonly [height: number, width: number];

/** Where every output pixel looks, and the sides of its footprint, all in normalised units. */
export interface Footprints {
  /** `[1, outHeight, outWidth, 2]` */
  readonly grid: DenseArray;
  /** `[outHeight · outWidth · 2]`, the step to the next column. */
  readonly perColumn: Float64Array;
  /** The same to the next row. */
  readonly perRow: Float64Array;
}

/** By the derivative of `(row·q) / (last·q)`, written out. */
export function homographyFootprints(
  matrix: DenseArray['data'],
  outputSize: Size,
  alignCorners: boolean,
): Footprints {
  const grid = oracleHomographyGrid({
    matrix: { shape: [1, 3, 3], data: matrix },
    outputSize,
    alignCorners,
  });
  const [height, width] = outputSize;
  const less = alignCorners ? 1 : 0;
  const slopes = (column: 0 | 1, step: number): Float64Array =>
    grid.data.map((value, index) => {
      const [row, pixel] = [index % 2, Math.floor(index / 2)];
      const base = (at: number, size: number): number => (2 * at + 1 - less) / (size - less) - 1;
      const [x, y] = [base(pixel % width, width), base(Math.floor(pixel / width), height)];
      const w = matrix[6]! * x + matrix[7]! * y + matrix[8]!;
      return (step * (matrix[row * 3 + column]! - value * matrix[6 + column]!)) / w;
    });
  return {
    grid,
    perColumn: slopes(0, 2 / (width - less)),
    perRow: slopes(1, 2 / (height - less)),
  };
}

/** By the differences of the grid itself: half of that to the neighbours, at the ends to the one. */
export function gridFootprints(grid: DenseArray): Footprints {
  const [, height, width] = grid.shape as [number, number, number];
  const at = (row: number, column: number, axis: number): number =>
    grid.data[(row * width + column) * 2 + axis]!;
  const each = (step: (row: number, column: number, axis: number) => number): Float64Array =>
    Float64Array.from({ length: height * width * 2 }, (_, index) => {
      const pixel = Math.floor(index / 2);
      return step(Math.floor(pixel / width), pixel % width, index % 2);
    });
  return {
    grid,
    perColumn: each((row, column, axis) => {
      const [low, high] = [Math.max(0, column - 1), Math.min(width - 1, column + 1)];
      return (at(row, high, axis) - at(row, low, axis)) / (high - low);
    }),
    perRow: each((row, column, axis) => {
      const [low, high] = [Math.max(0, row - 1), Math.min(height - 1, row + 1)];
      return (at(high, column, axis) - at(low, column, axis)) / (high - low);
    }),
  };
}

/** What the oracle takes. */
export interface FootprintInputs extends OracleSamplingOptions {
  readonly image: DenseArray;
  readonly footprints: Footprints;
  /** Points per axis, along columns and along rows; by the longest sides unless given. */
  readonly taps?: readonly [number, number];
}

/** The mean over points of every footprint, in float64: by the definition, for one image. */
export function oracleFootprints(inputs: FootprintInputs): Float64Dense {
  return meanOf(pointGrids(inputs), (grid) => oracleGridSample({ ...inputs, grid }));
}

/** Its gradient by the image. */
export function oracleFootprintsImageGradient(
  inputs: FootprintInputs & { readonly outputGradient: DenseArray },
): Float64Dense {
  return meanOf(pointGrids(inputs), (grid) => oracleGridSampleGradients({ ...inputs, grid }).image);
}

/** How many points an axis takes: its longest side in pixels, rounded up. */
export function tapsOf(inputs: Omit<FootprintInputs, 'taps'>): [columns: number, rows: number] {
  const unit = unitOf(inputs);
  const count = (sides: Float64Array): number => {
    let longest = 1;
    for (let at = 0; at < sides.length; at += 2) {
      longest = Math.max(longest, Math.hypot(sides[at]! * unit[0], sides[at + 1]! * unit[1]));
    }
    return Math.ceil(longest);
  };
  return [count(inputs.footprints.perColumn), count(inputs.footprints.perRow)];
}

function unitOf({
  image,
  alignCorners = false,
}: Pick<FootprintInputs, 'image' | 'alignCorners'>): readonly [x: number, y: number] {
  const [, height, width] = image.shape as [number, number, number];
  const less = alignCorners ? 1 : 0;
  return [(width - less) / 2, (height - less) / 2];
}

/** The grid of every point. */
function pointGrids(inputs: FootprintInputs): DenseArray[] {
  const { grid, perColumn, perRow } = inputs.footprints;
  const unit = unitOf(inputs);
  const reach = (sides: Float64Array): Float64Array =>
    sides.map((value, index) => {
      const [x, y] = [sides[index - (index % 2)]!, sides[index - (index % 2) + 1]!];
      const length = Math.hypot(x * unit[0], y * unit[1]);
      return length > 1 ? value * (1 - 1 / length) : 0;
    });
  const [across, down] = [reach(perColumn), reach(perRow)];
  const [columns, rows] = inputs.taps ?? tapsOf(inputs);
  const place = (index: number, count: number): number =>
    count === 1 ? 0 : index / (count - 1) - 0.5;
  return Array.from({ length: columns * rows }, (_, point) => {
    const [u, v] = [place(point % columns, columns), place(Math.floor(point / columns), rows)];
    const data = Float64Array.from(grid.data);
    data.forEach((value, index) => {
      data[index] = value + u * across[index]! + v * down[index]!;
    });
    return { shape: grid.shape, data };
  });
}

function meanOf(
  grids: readonly DenseArray[],
  read: (grid: DenseArray) => Float64Dense,
): Float64Dense {
  const all = grids.map(read);
  const data = all[0]!.data.map(
    (_, index) => all.reduce((total, each) => total + each.data[index]!, 0) / all.length,
  );
  return { shape: all[0]!.shape, data };
}
