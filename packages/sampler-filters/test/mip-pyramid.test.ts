import { readFile } from 'node:fs/promises';

import {
  grad,
  tensor2d,
  tensor4d,
  tidy,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { spatialTransformer, type Sampler } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { antialiased } from '@tfjs-stn/sampler-filters';
import {
  centralDifferences,
  expectClose,
  oracleHomographyWarp,
  seededRandom,
  type DenseArray,
} from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { affine } from '@tfjs-stn/transform-affine';
import { beforeAll, describe, expect, it } from 'vitest';

import { dense, noise, tensorOf } from './arrays.js';
import { hooks } from './kernels.js';
import { countedAreaMean } from './counted-area-mean.js';
import { exactAreaMean, type Shrunk } from './exact-area-mean.js';
import { mipPyramid } from './mip-pyramid.mjs';
import { shrinkingMap, shrunkImages } from './shrinking.js';

const side = 32;
const image = noise([1, side, side, 1], 11);
const rules = ['longer', 'mean'] as const;
const turned = shrinkingMap(side, { by: [3, 1.5], turn: 25, shift: [0.7, 0.4] });

/** The mean of squares of 2ˡ × 2ˡ pixels. */
function level(l: number): DenseArray {
  const [length, block] = [side / 2 ** l, 2 ** l];
  return dense([1, length, length, 1], (index) => {
    const [row, column] = [Math.floor(index / length) * block, (index % length) * block];
    const places = Array.from({ length: block ** 2 }, (_, place) => {
      return (row + Math.floor(place / block)) * side + column + (place % block);
    });
    return places.reduce((sum, place) => sum + image.data[place]!, 0) / block ** 2;
  });
}

/** Two bilinear lookups, by way of the eigenvalues of JᵀJ for the level between them. */
function trilinear(theta: ArrayLike<number>, rule: (typeof rules)[number]): Float64Array {
  const [a = NaN, b = NaN, tx = NaN, c = NaN, d = NaN, ty = NaN] = Array.from(theta);
  const { outputSize } = turned;
  const jacobian = [a / outputSize[1], b / outputSize[0], c / outputSize[1], d / outputSize[0]];
  const [p, q, r, s] = jacobian.map((entry) => entry * side) as [number, number, number, number];
  const [trace, root] = [
    p * p + q * q + r * r + s * s,
    Math.hypot(p * p + r * r - q * q - s * s, 2 * (p * q + r * s)),
  ];
  const [longer, shorter] = [(trace + root) / 2, (trace - root) / 2].map(
    (squared) => Math.max(0, Math.log2(squared)) / 2,
  ) as [number, number];
  const asked = rule === 'longer' ? longer : (longer + shorter) / 2;
  const low = Math.floor(asked);
  const matrix = { shape: [1, 3, 3], data: [a, b, tx, c, d, ty, 0, 0, 1] };
  const [near, far] = [low, low + 1].map(
    (l) => oracleHomographyWarp({ image: level(l), matrix, outputSize }).data,
  ) as [Float64Array, Float64Array];
  return near.map((value, i) => value + (asked - low) * (far[i]! - value));
}

describe('the comparison with a mip pyramid', () => {
  it('knows the exact area mean, as counting finds it', () => {
    for (const given of [turned, shrinkingMap(side, { by: [8, 8], turn: 0, shift: [20, -3] })]) {
      const exact = exactAreaMean({ image: { side, data: image.data }, ...given });
      expectClose([...exact], [...countedAreaMean({ image, ...given }).data], { atol: 2e-3 });
    }
  });
});

type Apply = (image: Tensor4D, theta: Tensor2D) => Tensor4D;

function transformerOf(sampler: Sampler, [height, width]: Shrunk['outputSize']): Apply {
  const outputSize = [height, width] as const;
  const transformer = spatialTransformer({ transform: affine(), sampler, outputSize });
  return (given, theta) => transformer.apply(given, theta);
}

const thetaTensor = (values: readonly number[]): Tensor2D => tensor2d([...values], [1, 6]);

describeBackends(
  ['cpu'],
  () => {
    it.each(rules)('has an honest pyramid: level by the %s side, gradient included', (rule) => {
      tidy(() => {
        const apply = transformerOf(mipPyramid(bilinear(), rule), turned.outputSize);
        const theta = thetaTensor(turned.theta);
        const expected = trilinear(turned.theta, rule);
        expectClose(apply(tensorOf(image), theta).dataSync(), [...expected], { atol: 1e-5 });
        const dy = noise([1, ...turned.outputSize, 1], 12);
        const gradient = grad((t) => apply(tensorOf(image), t as typeof theta));
        const total = (at: Float64Array): number =>
          trilinear(at, rule).reduce((sum, value, i) => sum + value * dy.data[i]!, 0);
        expectClose(
          gradient(theta, tensorOf(dy)).dataSync(),
          [...centralDifferences(total, turned.theta, 1e-6)],
          { rtol: 1e-3, atol: 1e-3 },
        );
      });
    });
  },
  hooks,
);

describeBackends(
  ['wasm'],
  () => {
    const samplers = [
      bilinear(),
      antialiased({ base: bilinear() }),
      ...rules.map((rule) => mipPyramid(bilinear(), rule)),
    ];
    let readme = '';
    beforeAll(async () => {
      readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    });

    /** The figures of a row of a table, the one whose title begins so. */
    const figures = (table: string, row: string): number[] => {
      const [, rows = ''] = readme.split(`| ${table}`);
      const line = rows.split('\n').find((each) => each.startsWith(`| ${row} `)) ?? '';
      return line
        .split('|')
        .slice(2, 6)
        .map((cell) => Number.parseFloat(cell.replace('<', '')));
    };
    const imageOf = ({ image: { side: length, data } }: Shrunk): Tensor4D =>
      tensor4d(data as Float32Array, [1, length, length, 1]);

    it.each(shrunkImages())('is as far from exact area means as README.md says: $what', (one) => {
      const exact = exactAreaMean(one);
      const errors = samplers.map((sampler) =>
        tidy(() => {
          const apply = transformerOf(sampler, one.outputSize);
          const output = apply(imageOf(one), thetaTensor(one.theta)).dataSync();
          const squares = exact.reduce((sum, value, i) => sum + (value - output[i]!) ** 2, 0);
          return Math.sqrt(squares / exact.length);
        }),
      );
      const [, own = NaN, longer = NaN, mean = NaN] = errors;
      expect(own).toBeLessThanOrEqual(Math.min(longer, mean) + 1e-4);
      errors.forEach((error, index) => {
        const said = figures('root mean square error', one.what)[index] ?? NaN;
        // Two digits, and `< 0.0001` for less than that.
        const [least, most] = said > 1e-4 ? [0.94 * said, 1.06 * said] : [0, said];
        expect(error).toBeGreaterThanOrEqual(least);
        expect(error).toBeLessThan(most);
      });
    });

    // Not of upright maps: there edges are on edges, where an area mean has a kink and no one gradient.
    const turnedLeaves = shrunkImages().filter(
      ({ what, turn }) => what.startsWith('leaves') && turn !== 0,
    );
    it.each(turnedLeaves)('has the gradient w.r.t. θ that README.md says: $what', (one) => {
      const random = seededRandom(3);
      const [height, width] = one.outputSize;
      const weights = Float32Array.from({ length: height * width }, () => 2 * random() - 1);
      const total = (theta: ArrayLike<number>): number =>
        exactAreaMean({ ...one, theta: Array.from(theta) }).reduce(
          (sum, value, i) => sum + value * weights[i]!,
          0,
        );
      // Hundredths of a pixel, over which areas change almost linearly.
      const exact = centralDifferences(total, one.theta, 1e-4);
      samplers.forEach((sampler, index) => {
        const own = tidy(() => {
          const apply = transformerOf(sampler, one.outputSize);
          const gradient = grad((t) => apply(imageOf(one), t as Tensor2D));
          return gradient(
            thetaTensor(one.theta),
            tensor4d(weights, [1, height, width, 1]),
          ).dataSync();
        });
        const dot = exact.reduce((sum, value, i) => sum + value * own[i]!, 0);
        const cosine = dot / (Math.hypot(...exact) * Math.hypot(...own));
        const degrees = (Math.acos(cosine) * 180) / Math.PI;
        const said = figures('angle to the gradient', one.what)[index] ?? NaN;
        expect(Math.abs(degrees - said)).toBeLessThan(0.5);
      });
    });
  },
  hooks,
);
