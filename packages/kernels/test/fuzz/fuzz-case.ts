import { lanczosOracle } from '@tfjs-stn-tooling/test-support/lanczos-oracle';
import {
  oracleBicubic,
  seededRandom,
  type OracleKernel,
  type OracleKernelName,
  type OraclePadding,
} from '@tfjs-stn/testing';

import { drawCoordinate } from './draw-coordinate.js';

/** A sampling problem that nobody would think of. */
export interface FuzzCase {
  readonly field: 'homography' | 'grid' | 'basis';
  readonly sampler: OracleKernelName | 'lanczos' | 'separable';
  /** The `a` of bicubic; unused by the others. */
  readonly cubic: number;
  /** Neighbours per axis. */
  readonly taps: number;
  /** The sampler's weights. */
  readonly kernel: OracleKernelName | OracleKernel;
  readonly padding: OraclePadding;
  readonly alignCorners: boolean;
  /** `[batch, height, width, channels]` */
  readonly image: FuzzArray;
  /** Matrix, grid or coefficients. */
  readonly source: FuzzArray;
  /** `[outHeight · outWidth, terms]`. Sums of products with it are exact in float32, in any order. */
  readonly basis: FuzzArray;
  /** `[batch, outHeight, outWidth, channels]` */
  readonly outputGradient: FuzzArray;
  readonly outputSize: readonly [number, number];
  readonly fillValue: FuzzArray;
  /** Where the work is divided into two calls: a row of the output, and one of the image. */
  readonly bands: { readonly outputRow: number; readonly imageRow: number };
}

export interface FuzzArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const terms = 5;
const oddValues = [NaN, Infinity, -Infinity];
// Around what tiles, bands of rows and vectors take.
const tileWidths = [255, 256, 257, 511, 513];
const bandHeights = [15, 16, 17, 32, 33];
const vectorChannels = [1, 2, 3, 4, 5, 7, 8, 9, 16, 17];

/** The case of a seed, always the same. */
export function fuzzCase(seed: number): FuzzCase {
  const random = seededRandom(seed);
  const pick = <Value>(values: readonly Value[]): Value =>
    values[Math.floor(random() * values.length)] as Value;
  const length = (most: number): number => (random() < 0.15 ? 1 : 1 + Math.floor(random() * most));
  // Outputs are small, or empty, or wider than a tile, or just as large as a part of the work.
  const outLength = (wide: number, limits: readonly number[]): number => {
    if (random() < 0.03) return 0;
    if (random() < 0.03) return pick(limits);
    return length(random() < 0.06 ? wide : 9);
  };
  const value = (): number => random() * 2 - 1;
  const padding = pick(['zeros', 'border', 'reflection', 'wrap'] as const);
  const oddPixels = random() < 0.3 ? random() ** 2 : 0;
  const pixelValue = (): number => (random() < oddPixels ? pick(oddValues) : value());
  const oddFill = random() < 0.2;
  const fillValue = (): number => (oddFill && random() < 0.7 ? pick(oddValues) : value());

  const field = pick(['homography', 'grid', 'basis'] as const);
  const alignCorners = random() < 0.5;
  const [height, width] = [length(14), length(14)];
  const channels = random() < 0.3 ? pick(vectorChannels) : length(33);
  const outputSize = [outLength(40, bandHeights), outLength(320, tileWidths)] as const;
  const batch = random() < 0.03 ? 0 : length(3);
  const shared = pick(['image', 'source', 'neither'] as const);
  const imageShape = [shared === 'image' ? 1 : batch, height, width, channels];
  const sourceShape = [shared === 'source' ? 1 : batch, ...itemShape(field, outputSize)];
  const dense = random() < 0.4;
  const coordinate = (axis: number): number =>
    drawCoordinate(random, axis === 0 ? width : height, alignCorners);
  const sampler = pick(['nearest', 'bilinear', 'bicubic', 'lanczos', 'separable'] as const);
  const cubic = pick([-0.75, -0.5, 0, -random()]);
  const kernel = kernelOf(sampler, cubic, random);
  return {
    field,
    sampler,
    cubic,
    kernel,
    taps:
      typeof kernel === 'string' ? { nearest: 1, bilinear: 2, bicubic: 4 }[kernel] : kernel.taps,
    padding,
    alignCorners,
    image: array(imageShape, pixelValue),
    source:
      field === 'homography'
        ? array(sourceShape, matrixEntry(random))
        : array(sourceShape, (index) =>
            field === 'basis' && dense ? fewBits(random, 6) : coordinate(index % 2),
          ),
    basis: (dense ? fullRows : oneHot)(outputSize[0] * outputSize[1], random),
    outputGradient: array([batch, ...outputSize, channels], value),
    outputSize,
    fillValue: array([channels], oddFill || random() < 0.5 ? fillValue : () => 0),
    bands: {
      outputRow: Math.floor(random() * (outputSize[0] + 1)),
      imageRow: Math.floor(random() * (height + 1)),
    },
  };
}

function kernelOf(
  sampler: FuzzCase['sampler'],
  cubic: number,
  random: () => number,
): FuzzCase['kernel'] {
  switch (sampler) {
    case 'bicubic':
      return oracleBicubic(cubic);
    case 'lanczos':
      return lanczosOracle(1 + Math.floor(random() * 8));
    case 'separable':
      return parabolas(1 + Math.floor(random() * 9), random);
    default:
      return sampler;
  }
}

/** Weights that are parabolas, and sum to anything. */
function parabolas(taps: number, random: () => number): OracleKernel {
  const [a, b, c] = [0, 1, 2].map(() => Array.from({ length: taps }, () => random() - 0.5)) as [
    number[],
    number[],
    number[],
  ];
  return {
    taps,
    weights: (t) => a.map((value, tap) => value + t * (b[tap]! + t * c[tap]!)),
    weightDerivatives: (t) => b.map((value, tap) => value + 2 * t * c[tap]!),
  };
}

function array(shape: readonly number[], draw: (index: number) => number): FuzzArray {
  const size = shape.reduce((product, length) => product * length, 1);
  return { shape, data: Float32Array.from({ length: size }, (_, index) => draw(index)) };
}

function itemShape(
  field: FuzzCase['field'],
  [outHeight, outWidth]: readonly [number, number],
): readonly number[] {
  if (field === 'homography') return [3, 3];
  return field === 'grid' ? [outHeight, outWidth, 2] : [terms, 2];
}

/** Near the identity, with a horizon or without, and now and then something wild. */
function matrixEntry(random: () => number): (index: number) => number {
  const affine = random() < 0.5;
  const wild = random() < 0.15;
  return (index) => {
    const entry = index % 9;
    if (wild && random() < 0.3) return drawCoordinate(random, 7, false);
    if (entry === 8) return 1;
    if (entry >= 6) return affine ? 0 : (random() - 0.5) * 1.2;
    return (entry % 4 === 0 ? 1 : 0) + (random() - 0.5) * 1.5;
  };
}

/** A number in [-1.5, 1.5] that is so many bits long. */
function fewBits(random: () => number, bits: number): number {
  return Math.round((random() * 3 - 1.5) * 2 ** bits) / 2 ** bits;
}

/** Rows of few bits, three quarters of them other than 0. */
function fullRows(rows: number, random: () => number): FuzzArray {
  return array([rows, terms], () => (random() < 0.25 ? 0 : fewBits(random, 3)));
}

/** Rows with a single 1, so that coordinates are the coefficients to the bit. */
function oneHot(rows: number, random: () => number): FuzzArray {
  const chosen = Array.from({ length: rows }, () => Math.floor(random() * terms));
  return array([rows, terms], (index) =>
    chosen[Math.floor(index / terms)] === index % terms ? 1 : 0,
  );
}
