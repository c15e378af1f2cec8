import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { grad, tidy } from '@tensorflow/tfjs-core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import {
  centralDifferences,
  expectClose,
  oracleHomographyWarp,
  type DenseArray,
} from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { thetaTensor, transformerOf } from '../bench/mip-pyramid/contestants.mjs';
import { exactAreaMean } from '../bench/mip-pyramid/exact-area-mean.mjs';
import { shrinkingMap } from '../bench/mip-pyramid/maps.mjs';
import { readOptions } from '../bench/mip-pyramid/options.mjs';
import { mipPyramid } from '../bench/mip-pyramid/pyramid-sampler.mjs';
import { dense, noise, tensorOf } from './arrays.js';
import { hooks } from './kernels.js';
import { countedAreaMean } from './counted-area-mean.js';

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
  it('has an exact area mean that agrees with counting', () => {
    for (const given of [turned, shrinkingMap(side, { by: [8, 8], turn: 0, shift: [20, -3] })]) {
      const exact = exactAreaMean({ image: { side, data: image.data }, ...given });
      expectClose([...exact], [...countedAreaMean({ image, ...given }).data], { atol: 2e-3 });
    }
  });

  it('rejects invalid options', () => {
    expect(() => readOptions(['--level', 'shorter'])).toThrow(
      '--level must be longer, mean or both, got shorter',
    );
    expect(() => readOptions(['--size', '100'])).toThrow(
      '--size must be a multiple of 16, 32 at least, got 100',
    );
    expect(() => readOptions(['--rounds', '0'])).toThrow('--rounds must be a whole number');
    expect(() => readOptions(['--fast'])).toThrow("'--fast'");
  });

  it('prints its tables', async () => {
    const script = fileURLToPath(new URL('../bench/mip-pyramid.mjs', import.meta.url));
    const args = [script, '--size', '32', '--timed', '32', '--rounds', '1'];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const cells = stdout
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.split('|').map((cell) => cell.trim()));
    const row = (start: string): string[] => cells.find((each) => each[1]?.startsWith(start)) ?? [];
    expect(row('root mean square error').slice(2, 6)).toEqual([
      'bilinear',
      'antialiased',
      'pyramid, longer side',
      'pyramid, mean side',
    ]);
    const errors = row('noise, 8 × 2, turned').slice(2, 6).map(Number);
    expect(errors.every((error) => error > 0 && error < 1)).toBe(true);
    expect(errors[1]).toBeLessThan(Math.min(errors[0]!, errors[2]!, errors[3]!));
    expect(row('leaves, 8 × 1')).toHaveLength(7);
    expect(row('4 × 4').filter((cell) => /^[\d.e+-]+ \([\d.e+-]+ ms\)$/.test(cell))).toHaveLength(
      6,
    );
  });
});

describeBackends(
  ['cpu'],
  () => {
    it.each(rules)('has an honest pyramid: level by the %s side, gradient included', (rule) => {
      tidy(() => {
        const apply = transformerOf(
          { name: rule, sampler: mipPyramid(bilinear(), rule) },
          turned.outputSize,
        );
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
