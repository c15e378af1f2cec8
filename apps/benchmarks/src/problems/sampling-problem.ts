import { tensor2d, tensor3d } from '@tensorflow/tfjs-core';
import { generateGrid, type Sampler, type Transform } from '@tfjs-stn/core';
import { pixelMatrix } from '@tfjs-stn/core/homography';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { oracleHomographyGrid, seededRandom, type OracleKernel } from '@tfjs-stn/testing';
import { affine } from '@tfjs-stn/transform-affine';
import { homography } from '@tfjs-stn/transform-projective';
import { tps } from '@tfjs-stn/transform-tps';

import { samplingOperation, valueCount } from '../cases/cases.js';
import type { BenchmarkCase, SamplingOperation, Shape } from '../cases/cases.js';

/** What a sampling operation consists of; of a plugin, one part is the user's. */
export interface SamplingParts {
  readonly field: SamplingOperation['field'] | 'plugin';
  transform(): Transform;
  sampler(): Sampler;
  /** The kernel as the oracle knows it; undefined for a composite sampler, which has no oracle. */
  readonly kernel: SamplingOperation['sampler'] | OracleKernel | undefined;
  /** The θ of one image of the batch, different for each. */
  drawTheta(random: () => number): number[];
}

/** What every contestant of a sampling case is given. */
export interface SamplingProblem extends SamplingParts {
  readonly shape: Shape;
  readonly outputShape: Shape;
  /** `[batch, height, width, channels]`, in [0, 1). */
  readonly image: Float32Array;
  /** `[batch, paramCount]` */
  readonly theta: Float32Array;
  readonly paramCount: number;
  /** The upstream gradient of what is timed, shaped like the output. */
  readonly upstream: Float32Array;
  /** Decides where results are looked at. */
  readonly seed: number;
  /** Where a θ looks: `[batch, height, width, 2]` of the output, normalised. */
  pointsOf(theta: Float32Array): Promise<Float64Array>;
  /** The same for this θ, computed once. */
  points(): Promise<Float64Array>;
}

/** Gives the problem of a case. The last one is kept, for all contestants of a case. */
export type SamplingProblems = (benchmarkCase: BenchmarkCase) => SamplingProblem;

/**
 * @param seed decides pixels, θ and where results are looked at
 * @param plugins operations of plugins, by name
 */
export function samplingProblems(
  seed: number,
  plugins: ReadonlyMap<string, SamplingParts> = new Map(),
): SamplingProblems {
  let last: { readonly key: string; readonly problem: SamplingProblem } | undefined;
  return ({ operation, shape, shrinkBy = 1 }) => {
    const key = `${operation} ${shape.join()} ${shrinkBy}`;
    const parts = plugins.get(operation) ?? partsOf(operation);
    if (last?.key !== key) last = { key, problem: samplingProblem(parts, shape, shrinkBy, seed) };
    return last.problem;
  };
}

/** A turn by about 25° at scale 0.9 with a small shift: most of it inside, some border. */
function affineTheta(random: () => number): number[] {
  const angle = ((22 + 6 * random()) * Math.PI) / 180;
  const [cos, sin] = [0.9 * Math.cos(angle), 0.9 * Math.sin(angle)];
  return [cos, -sin, 0.1 * random(), sin, cos, -0.06 * random()];
}

/** 4 × 4 control points, each moved a little. */
function tpsTheta(random: () => number): number[] {
  return Array.from({ length: 32 }, (_, entry) => {
    const point = Math.floor(entry / 2);
    const at = (2 * (entry % 2 === 0 ? point % 4 : Math.floor(point / 4))) / 3 - 1;
    return 0.9 * at + 0.15 * (random() - 0.5);
  });
}

const [cos10, sin10] = [Math.cos(Math.PI / 18), Math.sin(Math.PI / 18)];
const samplers = { nearest, bilinear, bicubic };
const fields: Record<SamplingOperation['field'], Pick<SamplingParts, 'transform' | 'drawTheta'>> = {
  affine: { transform: affine, drawTheta: affineTheta },
  projective: {
    transform: homography,
    // The horizon stays outside of the output.
    drawTheta: (random) => [...affineTheta(random), 0.1 + 0.05 * random(), -0.05 - 0.05 * random()],
  },
  tps: { transform: () => tps({ controlPoints: [4, 4] }), drawTheta: tpsTheta },
  // A given grid is that of an affine warp.
  grid: { transform: affine, drawTheta: affineTheta },
  shrink: { transform: affine, drawTheta: () => [cos10, -sin10, 0, sin10, cos10, 0] },
};

/** The parts of an operation of this app; those of `shrink` sample bilinearly. */
export function partsOf(operation: string): SamplingParts {
  const { field, sampler } = samplingOperation(operation) ?? {
    field: 'shrink',
    sampler: 'bilinear',
  };
  return { ...fields[field], field, sampler: samplers[sampler], kernel: sampler };
}

function samplingProblem(
  parts: SamplingParts,
  shape: Shape,
  shrinkBy: number,
  seed: number,
): SamplingProblem {
  const random = seededRandom(seed);
  const [batch, height, width, channels] = shape;
  const outputSize: [number, number] = [
    Math.round(height / shrinkBy),
    Math.round(width / shrinkBy),
  ];
  const outputShape = [batch, ...outputSize, channels] as const;
  const thetas = Array.from({ length: batch }, () => parts.drawTheta(random));
  const paramCount = thetas[0]?.length ?? 0;
  const theta = Float32Array.from(thetas.flat());
  const values = (of: Shape): Float32Array => new Float32Array(valueCount(of)).map(() => random());
  const pointsOf = async (at: Float32Array): Promise<Float64Array> => {
    if (parts.field !== 'tps' && parts.field !== 'plugin') {
      const matrix = { shape: [batch, 3, 3], data: homographies(at, paramCount) };
      return oracleHomographyGrid({ matrix, outputSize }).data;
    }
    const transform = parts.transform();
    const given = tensor2d(at, [batch, paramCount]);
    const grid = generateGrid(transform, given, { outputSize });
    const points = Float64Array.from(await grid.data());
    [given, grid].forEach((held) => held.dispose());
    transform.dispose?.();
    return points;
  };
  let known: Promise<Float64Array> | undefined;
  const points = (): Promise<Float64Array> => (known ??= pointsOf(theta));
  const [image, upstream] = [values(shape), values(outputShape)];
  const own = { shape, outputShape, image, theta, paramCount, upstream, seed };
  return { ...parts, ...own, pointsOf, points };
}

/** θ as matrices `[batch, 3, 3]`, row by row: what is missing of the last row is 0 and 1. */
function homographies(theta: Float32Array, paramCount: number): Float64Array {
  return Float64Array.from({ length: (theta.length / paramCount) * 9 }, (_, index) => {
    const [item, entry] = [Math.floor(index / 9), index % 9];
    return entry < paramCount ? (theta[item * paramCount + entry] ?? NaN) : entry === 8 ? 1 : 0;
  });
}

/** The homography of each image as a map of pixel coordinates, from output to input: nine entries. */
export function pixelMatrices({ shape, theta, paramCount }: SamplingProblem): number[][] {
  const [batch, height, width] = shape;
  const size = { inputSize: [height, width], outputSize: [height, width] } as const;
  const matrix = tensor3d(Float32Array.from(homographies(theta, paramCount)), [batch, 3, 3]);
  const inPixels = pixelMatrix(matrix, { convention: 'opencv-inverse-map', ...size });
  const rows = inPixels.arraySync().map((entries) => entries.flat());
  [matrix, inPixels].forEach((held) => held.dispose());
  return rows;
}
