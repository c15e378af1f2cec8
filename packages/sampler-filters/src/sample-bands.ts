import {
  add,
  clone,
  concat,
  customGrad,
  max,
  mul,
  reshape,
  scalar,
  stack,
  tidy,
  type GradSaveFunc,
  type Tensor,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import {
  warp,
  type GridField,
  type OutputSize,
  type SamplingField,
  type WarpOptions,
} from '@tfjs-stn/core';
import {
  fieldTensors,
  plus,
  vectorJacobian,
  warpFieldGradient,
  warpImageGradient,
  withFieldTensors,
  type ImageShape,
} from '@tfjs-stn/core/~internal';

import { footprints } from './footprints.js';
import { takeField } from './items.js';
import { chunked, rowsOf, type Band, type Layout } from './layout.js';
import { tapCount, tapPositions, type Taps } from './taps.js';

/** Parallelograms of a band: centres and sides, as `footprints` has them. */
export type Prints = readonly [grid: Tensor4D, across: Tensor4D, down: Tensor4D];

/** Items of a field whose footprints are known. */
export interface Measured {
  readonly items: readonly number[];
  /** How many points each of them takes. */
  readonly taps: readonly Taps[];
  /** A band each. */
  readonly prints: readonly Prints[];
}

/** The footprints of some items of a field, and how many points they take: one wait for the device. */
export function measure(
  field: SamplingField,
  items: readonly number[],
  { bands, itemsAtOnce }: Layout,
  imageSize: OutputSize,
  maxTaps: number,
): Measured[] {
  if (items.length === 0) return [];
  const chunks = chunked(items, itemsAtOnce).map((chunk) => {
    const part = takeField(field, chunk);
    const measured = bands.map((band) =>
      tidy(() => {
        const [grid, across, down, ...lengths] = footprints(part, imageSize, band);
        const longest = lengths.map((each) => max(reshape(each, [chunk.length, -1]), 1));
        return [grid, across, down, stack(longest)] as const;
      }),
    );
    const longest = max(stack(measured.map((each) => each[3])), 0);
    const prints = measured.map(([grid, across, down]) => [grid, across, down] as const);
    return { items: chunk, prints, longest };
  });
  // Of all items along columns, then along rows.
  const sides = concat(
    chunks.map(({ longest }) => longest),
    1,
  ).dataSync<'float32'>();
  const taps = items.map((_, index): Taps => {
    const count = (side: 0 | 1): number =>
      tapCount(sides[side * items.length + index] as number, maxTaps);
    return [count(0), count(1)];
  });
  return chunks.map(({ items: chunk, prints }, index) => {
    const first = index * itemsAtOnce;
    return { items: chunk, prints, taps: taps.slice(first, first + chunk.length) };
  });
}

/** The mean of points spread over footprints that may differ from pixel to pixel. */
export function sampleBands(
  image: Tensor4D,
  taps: Taps,
  prints: readonly Prints[],
  alignCorners: boolean,
  options: WarpOptions,
): Tensor4D {
  const rows = prints.map((print) =>
    tidy(() => {
      const total = foldPoints<Tensor4D>(print, taps, alignCorners, (sum, field) =>
        plus(sum, () => warp(image, field, options)),
      );
      return mul<Tensor4D>(total, 1 / (taps[0] * taps[1]));
    }),
  );
  return rows.length === 1 ? (rows[0] as Tensor4D) : concat(rows, 1);
}

/** Its gradient w.r.t. the image. */
export function sampleBandsImageGradient(
  dy: Tensor4D,
  imageShape: ImageShape,
  field: SamplingField,
  taps: Taps,
  { bands }: Layout,
  options: WarpOptions,
): Tensor4D {
  let total: Tensor4D | undefined;
  for (const band of bands) {
    total = tidy(() => {
      const rows = rowsOf(dy, band);
      const print = printsOf(field, imageShape, band);
      return foldPoints<Tensor4D>(
        print,
        taps,
        field.alignCorners,
        (sum, points) => plus(sum, () => warpImageGradient(rows, imageShape, points, options)),
        total,
      );
    });
  }
  return mul(total as Tensor4D, 1 / (taps[0] * taps[1]));
}

/** Its gradient by one of the field's tensors. */
export function sampleBandsFieldGradient(
  dy: Tensor4D,
  image: Tensor4D,
  field: SamplingField,
  taps: Taps,
  { bands }: Layout,
  options: WarpOptions,
  input: string,
): Tensor {
  let total: Tensor | undefined;
  for (const band of bands) {
    total = plus(total, () => {
      const rows = rowsOf(dy, band);
      const sum = bandSum(rows, image, taps, field.alignCorners, options);
      const at = (x: Tensor): SamplingField => withFieldTensors(field, { [input]: x });
      return vectorJacobian(
        (x) => sum(...printsOf(at(x), image.shape, band)),
        fieldTensors(field)[input] as Tensor,
        scalar(1 / (taps[0] * taps[1])),
      );
    });
  }
  return total as Tensor;
}

/** The sum over a band, weighted with `dy`, of which the gradient alone is computed. */
function bandSum(
  dy: Tensor4D,
  image: Tensor4D,
  taps: Taps,
  alignCorners: boolean,
  options: WarpOptions,
): (...print: Prints) => Tensor {
  return customGrad((...inputs) => {
    const [grid, across, down, save] = inputs as [...Prints, GradSaveFunc];
    save([grid, across, down]);
    const gradFunc = (factor: Tensor, saved: Tensor[]): Tensor[] => {
      const print = saved as Tensor4D[] as [Tensor4D, Tensor4D, Tensor4D];
      const byPrint = foldPoints<Tensor[]>(print, taps, alignCorners, (sums, points, u, v) => {
        const byGrid = warpFieldGradient(dy, image, points, options, 'grid');
        return [1, u, v].map((place, side) =>
          plus(sums?.[side], () => (side === 0 ? clone(byGrid) : mul(byGrid, place))),
        );
      });
      return byPrint.map((each) => mul(each, factor));
    };
    return { value: scalar(0), gradFunc };
  });
}

function printsOf(field: SamplingField, [, height, width]: ImageShape, band: Band): Prints {
  const kept = tidy(() => footprints(field, [height, width], band).slice(0, 3));
  return kept as [Tensor4D, Tensor4D, Tensor4D];
}

/** Goes through the points of every footprint, with where along the sides they lie. */
function foldPoints<Sum extends Tensor | Tensor[]>(
  [grid, across, down]: Prints,
  [columns, rows]: Taps,
  alignCorners: boolean,
  step: (sum: Sum | undefined, points: GridField, u: number, v: number) => Sum,
  start?: Sum,
): Sum {
  const outputSize = [grid.shape[1], grid.shape[2]] as const;
  let sum = start;
  for (const v of tapPositions(rows)) {
    sum = tidy(() => {
      const centre: Tensor4D = add(grid, mul(down, v));
      let row = sum;
      for (const u of tapPositions(columns)) {
        row = tidy(() => {
          const points: Tensor4D = add(centre, mul(across, u));
          return step(row, { kind: 'grid', grid: points, outputSize, alignCorners }, u, v);
        });
      }
      return row as Sum;
    });
  }
  return sum as Sum;
}
