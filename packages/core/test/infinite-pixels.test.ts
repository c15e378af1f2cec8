import {
  fill,
  grad,
  isNaN as isNotANumber,
  mul,
  ones,
  reshape,
  sum,
  tensor2d,
  tensor4d,
  tidy,
  where,
  zerosLike,
  type Rank,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { affine } from '@tfjs-stn/transform-affine';
import { gridSample, spatialTransformer, type KernelSampler, type Padding } from '../src/index.js';
import { kernelBackends, reference, referenceBackends, withKernels } from './support.js';

const samplers = [nearest(), bilinear(), bicubic(), bicubic({ a: -0.6 })];
const padded: readonly Padding[] = ['border', 'reflection', 'wrap'];

interface Reading {
  readonly image: Tensor4D;
  readonly sampler: KernelSampler;
  readonly padding: Padding;
  readonly alignCorners?: boolean;
}

/** What the points `(x, y)` give, and the gradient of their sum by each coordinate. */
function read(points: number[], { image, ...options }: Reading): [number[], number[]] {
  return tidy(() => {
    const grid = tensor4d(points, [1, 1, points.length / 2, 2]);
    const sample = (g: Tensor): Tensor => gridSample(image, g as Tensor4D, options);
    return [[...sample(grid).dataSync()], [...grad(sample)(grid).dataSync()]];
  });
}

/** An image of 3 × 3 pixels, `value` but for its corners, which are 1 and 2 above, 3 and 4 below. */
function corners(value: number, channels: number): Tensor4D {
  const [a, b, c, d] = [1, 2, 3, 4].map((corner) => Array<number>(channels).fill(corner));
  const rest = Array<number>(channels).fill(value);
  const pixels = [a, rest, b, rest, rest, rest, c, rest, d] as number[][];
  return tensor4d(pixels.flat(), [1, 3, 3, channels]);
}

const farPoints = [Infinity, 1e30, 2e7].flatMap((far) => [
  -far,
  -far,
  far,
  -far,
  -far,
  far,
  far,
  far,
]);

function declareTests(): void {
  const readings = samplers.flatMap((sampler) =>
    padded.flatMap((padding) => [1, 3, 4].map((channels) => ({ sampler, padding, channels }))),
  );
  it.each(readings)(
    '$sampler.name reads an edge pixel alone from far outside, $padding, $channels channels',
    ({ sampler, padding, channels }) => {
      for (const value of [NaN, Infinity]) {
        for (const alignCorners of [false, true]) {
          const image = corners(value, channels);
          const [output, gradient] = read(farPoints, { image, sampler, padding, alignCorners });
          const item = [1, 2, 3, 4].flatMap((corner) => Array<number>(channels).fill(corner));
          expect(output).toEqual([item, item, item].flat());
          expect(gradient).toEqual(farPoints.map(() => 0));
        }
      }
    },
  );

  it.each(padded)('reads an infinite edge pixel from far outside, %s', (padding) => {
    for (const sampler of samplers) {
      const image = fill<Rank.R4>([1, 2, 2, 1], Infinity);
      const [output, gradient] = read([-1e30, 1e30], { image, sampler, padding });
      expect(output).toEqual([Infinity]);
      expect(gradient).toEqual([0, 0]);
    }
  });

  it('reads one pixel where reflection comes to lie on it', () => {
    const image = tensor4d([Infinity, 7], [1, 1, 2, 1]);
    const alignCorners = true;
    const reading = { image, sampler: bilinear(), padding: 'reflection', alignCorners } as const;
    expect(read([5, 0], reading)).toEqual([[7], [0, 0]]);
  });

  const fills = [NaN, Infinity, -Infinity].flatMap((fillValue) =>
    samplers.flatMap((sampler) =>
      [1, 2, 3, 5].map((channels) => ({ fillValue, sampler, channels })),
    ),
  );
  it.each(fills)(
    '$sampler.name keeps a fill of $fillValue out of what lies inside, $channels channels',
    ({ fillValue, sampler, channels }) => {
      const parts = { transform: affine(), sampler, outputSize: [4, 8], fillValue } as const;
      const transformer = spatialTransformer(parts);
      const image = ones<Rank.R4>([1, 4, 8, channels]);
      const identity = tensor2d([[1, 0, 0, 0, 1, 0]]);
      const inside = transformer.apply(image, identity).dataSync();
      expect([...inside]).toEqual(Array(inside.length).fill(1));
      // Two of eight columns to the left: the last two see nothing of the image.
      const moved = tensor2d([[1, 0, 0.5, 0, 1, 0]]);
      const outside = transformer.apply(image, moved).dataSync();
      expect(outside.length).toBe(32 * channels);
      outside.forEach((value, index) => {
        expect(value).toBe(Math.floor(index / channels) % 8 < 6 ? 1 : fillValue);
      });
    },
  );

  it.each(samplers)('$name can be trained where a loss leaves out what a fill marks', (sampler) => {
    const image = tensor4d(
      Array.from({ length: 64 }, (_, i) => Math.sin(i)),
      [1, 8, 8, 1],
    );
    const theta = tensor2d([[1.3, 0.2, 0.1, -0.2, 1.3, 0]]);
    const gradientOf = (fillValue: number): Tensor =>
      grad((t: Tensor) => {
        const parts = { transform: affine(), sampler, outputSize: [8, 8], fillValue } as const;
        const output = spatialTransformer(parts).apply(image, t as Tensor2D);
        const marked = spatialTransformer({ ...parts, fillValue: NaN }).apply(image, theta);
        const kept = where(isNotANumber(marked), zerosLike(output), output);
        return sum(mul(kept, kept));
      })(theta);
    const gradient = [...gradientOf(NaN).dataSync()];
    expect(gradient.every(Number.isFinite)).toBe(true);
    expect(gradient).toEqual([...gradientOf(0).dataSync()]);
  });

  const wide = 2 ** 24 + 4;
  it.each(samplers.slice(0, 3))(
    '$name reads the ends of a very long axis, from far outside',
    (sampler) => {
      const data = new Float32Array(wide);
      data[0] = 5;
      data[wide - 1] = 7;
      const row = tensor4d(data, [1, 1, wide, 1]);
      for (const image of [row, reshape<Rank.R4>(row, [1, wide, 1, 1])]) {
        const along = (end: number): number[] => (image === row ? [end, 0] : [0, end]);
        for (const padding of padded) {
          const points = [...along(-Infinity), ...along(1), ...along(Infinity)];
          expect(read(points, { image, sampler, padding })[0]).toEqual([5, 7, 7]);
        }
        const halfBefore = { image, sampler: bilinear(), padding: 'wrap' } as const;
        expect(read(along(-1), halfBefore)[0]).toEqual([6]);
      }
    },
  );
}

describeBackends(referenceBackends, () => declareTests(), reference);
describeBackends(kernelBackends, () => declareTests(), withKernels);
