import {
  ones,
  tensor2d,
  tidy,
  type Tensor2D,
  type Tensor4D,
  valueAndGrads,
} from '@tensorflow/tfjs-core';
import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { spatialTransformer, type Padding, type Transform } from '@tfjs-stn/core';
import { toMatrix } from '@tfjs-stn/core/homography';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import {
  corners,
  homography,
  homographyExp,
  projectiveTransforms,
} from '@tfjs-stn/transform-projective';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';

/** Of ones on [4, 8], so that whatever is not 0 is content. */
function warped(
  transform: Transform,
  theta: readonly number[],
  padding: Padding,
): { output: number[]; gradTheta: number[]; gradImage: number[] } {
  return tidy(() => {
    const parts = { transform, sampler: bilinear(), outputSize: [4, 8] as const, padding };
    const transformer = spatialTransformer(parts);
    const image: Tensor4D = ones([1, 4, 8, 1]);
    const { value, grads } = valueAndGrads((x, t) =>
      transformer.apply(x as Tensor4D, t as Tensor2D),
    )([image, tensor2d([...theta], [1, 8])], ones([1, 4, 8, 1]));
    const [gradImage = [], gradTheta = []] = grads.map((gradient) =>
      Array.from(gradient.dataSync()),
    );
    return { output: Array.from(value.dataSync()), gradTheta, gradImage };
  });
}

/** The columns of the output that show content, in the last row. */
function contentColumns(output: readonly number[]): number[] {
  return output.slice(-8).flatMap((value, column) => (value === 0 ? [] : [column]));
}

const behind: readonly (readonly [string, Transform, readonly number[], readonly number[]])[] = [
  // w = 1 + 2x at x = -0.875, -0.625, …, 0.875: positive from the third column on.
  ['homography', homography(), [1, 0, 0, 0, 1, 0, 2, 0], [2, 3, 4, 5, 6, 7]],
  // exp of (x, w) by [[0, 0], [4, 0]]: w = 1 + 4x, positive from the fourth on.
  ['homographyExp', homographyExp(), [0, 0, 0, 0, 0, 0, 4, 0], [3, 4, 5, 6, 7]],
  // Top left inside the triangle of the others, whose areas are 4, 1, -2 and 1: w = 1 - 1.5x - 1.5y, in
  // the last row positive for x < -1/12.
  ['corners', corners(), [1.5, 1.5, 0, 0, 0, 0, 0, 0], [0, 1, 2, 3]],
];

describeBackends(
  ['cpu', 'wasm'],
  () => {
    it.each(behind)('%s: behind the horizon there is padding and no mirror image', (...parts) => {
      const [, transform, theta, columns] = parts;
      for (const padding of ['border', 'wrap', 'reflection'] as const) {
        // With these paddings everything in front shows content.
        expect(contentColumns(warped(transform, theta, padding).output)).toEqual(columns);
      }
    });

    it.each(projectiveTransforms.map((factory) => [factory.factoryName, factory()] as const))(
      '%s: no θ gives NaN, in output or gradients',
      (_name, transform) => {
        const parameter = fc.oneof(
          fc.integer({ min: -12, max: 12 }).map((value) => value / 4),
          fc.integer({ min: -4096, max: 4096 }).map((value) => value / 1024),
        );
        const thetas = fc.array(parameter, { minLength: 8, maxLength: 8 });
        fc.assert(
          fc.property(thetas, fc.constantFrom<Padding>('zeros', 'border'), (theta, padding) => {
            const { output, gradTheta, gradImage } = warped(transform, theta, padding);
            expect([...output, ...gradTheta, ...gradImage].every(Number.isFinite)).toBe(true);
          }),
          { numRuns: 30, seed: 1 },
        );
      },
    );

    it('corners in one place, or on one line, sample as padding everywhere', () => {
      for (const theta of [
        [1, 1, -1, 1, -1, -1, 1, -1],
        [0, 1, 0, 1, 0, -1, 0, -1],
      ]) {
        const { output, gradTheta } = warped(corners(), theta, 'border');
        expect(output.every((value) => value === 0)).toBe(true);
        expect(gradTheta.every((value) => value === 0)).toBe(true);
      }
    });

    it('mirrored corners are in front of the horizon', () => {
      tidy(() => {
        // Left and right change places.
        const theta = tensor2d([[2, 0, -2, 0, -2, 0, 2, 0]]);
        expect(Array.from(toMatrix(corners(), theta).dataSync()).map((x) => x + 0)).toEqual([
          -1, 0, 0, 0, 1, 0, 0, 0, 1,
        ]);
      });
    });
  },
  { setup: { wasm: registerWasmKernels } },
);
