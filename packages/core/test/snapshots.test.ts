import {
  add,
  grads,
  mean,
  scalar,
  square,
  sub,
  tensor,
  tensor2d,
  tidy,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { coverage, fieldGrid, fieldJacobian } from '../src/fields.js';
import { defineHomographyTransform } from '../src/homography/index.js';
import { matrixFromEntries } from '../src/internal.js';
import {
  generateGrid,
  gridSample,
  warp,
  type HomographyField,
  type KernelSampler,
  type SamplingField,
} from '../src/index.js';
import { kernelBackends, withKernels } from './support.js';

const affine = defineHomographyTransform('affine', {
  identity: [1, 0, 0, 0, 1, 0],
  matrix: matrixFromEntries,
});

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

const image = (): Tensor4D =>
  tensor(
    Float32Array.from({ length: 2 * 12 * 10 }, (_, i) => Math.sin(i)),
    [1, 12, 10, 2],
  );
const theta = (): Tensor2D => tensor2d([[0.9, 0.3, 0.1, -0.2, 1.1, 0.1]]);

/** An op, and what its caller does with the arguments before the gradients are asked for. */
type Case = (image: Tensor4D, theta: Tensor2D) => { output: Tensor; change: () => void };

const sizes: [number, number] = [6, 7];
const changed = (array: number[], value: number) => () => void array.fill(value);

/** A kernel sampler as a user may write one: no factory has frozen it. */
function handMade(): Mutable<KernelSampler> {
  return { ...bilinear(), weights: (offset) => [sub(1, offset), offset] };
}

const cases: Record<string, Case> = {
  'warp, arrays of its field': (x, t) => {
    const outputSize: [number, number] = [...sizes];
    const field = { ...affine().field(t, { outputSize: sizes }), outputSize };
    return { output: warp(x, field, { sampler: bilinear() }), change: changed(outputSize, 9) };
  },
  'warp, its field': (x, t) => {
    const field: Mutable<SamplingField> = { ...affine().field(t, { outputSize: sizes }) };
    const output = warp(x, field, { sampler: bilinear() });
    return {
      output,
      change: () => Object.assign(field, { alignCorners: true, outputSize: [9, 9] }),
    };
  },
  'warp, a field of kind grid': (x, t) => {
    const outputSize: [number, number] = [...sizes];
    const grid = generateGrid(affine(), t, { outputSize: sizes });
    const field = { kind: 'grid', grid, outputSize, alignCorners: false } as const;
    const output = warp(x, field, { sampler: bilinear(), padding: 'border' });
    return { output, change: changed(outputSize, 600) };
  },
  'gridSample, its fill': (x, t) => {
    const fillValue = [1, 2];
    const grid = generateGrid(affine(), t, { outputSize: sizes });
    const output = gridSample(x, grid, { sampler: bilinear(), fillValue });
    return { output, change: changed(fillValue, 5) };
  },
  'transform.field': (x, t) => {
    const outputSize: [number, number] = [...sizes];
    const output = warp(x, affine().field(t, { outputSize }), { sampler: bilinear() });
    return { output, change: changed(outputSize, 9) };
  },
  'a sampler of a kernel': (x, t) => {
    const sampler = handMade();
    const output = warp(x, affine().field(t, { outputSize: sizes }), { sampler });
    const nearest = { name: 'nearest', taps: 1, fastKernel: 'nearest' };
    const weights = (): Tensor[] => [];
    return { output, change: () => Object.assign(sampler, { ...nearest, weights }) };
  },
  'a frozen sampler with a config that is not': (x, t) => {
    const config = { a: -0.5 };
    const sampler = Object.freeze({ ...bicubic(config), config });
    const output = warp(x, affine().field(t, { outputSize: sizes }), { sampler });
    return { output, change: () => (config.a = -1) };
  },
  generateGrid: (_x, t) => {
    const outputSize: [number, number] = [...sizes];
    return { output: generateGrid(affine(), t, { outputSize }), change: changed(outputSize, 9) };
  },
  'fieldGrid, coverage and fieldJacobian': (_x, t) => {
    const [outputSize, imageSize]: [number, number][] = [[...sizes], [12, 10]];
    const { matrix } = affine().field(t, { outputSize: sizes }) as HomographyField;
    const field = {
      kind: 'homography',
      matrix,
      outputSize,
      alignCorners: false,
    } as HomographyField;
    const { perRow } = fieldJacobian(field, imageSize as [number, number]);
    const covered = coverage(field, imageSize as [number, number]);
    const output = add(add(fieldGrid(field), perRow), covered);
    return { output, change: () => (outputSize!.fill(9), imageSize!.fill(9)) };
  },
};

/** Gradients of a sum of squares by image and θ. */
function gradients(run: Case, changes: boolean): number[] {
  return tidy(() => {
    const loss = (x: Tensor, t: Tensor): Tensor => {
      const { output, change } = run(x as Tensor4D, t as Tensor2D);
      if (changes) change();
      return add(mean(square(output)), mean(square(x)));
    };
    return grads(loss)([image(), theta()], scalar(1)).flatMap((g) => [...g.dataSync()]);
  });
}

describeBackends(
  kernelBackends,
  () => {
    describe('nothing that a caller changes after a call reaches its gradients:', () => {
      it.each(Object.entries(cases))('%s', (_name, run) => {
        const expected = gradients(run, false);
        expect(expected.some((value) => value !== 0)).toBe(true);
        expect(gradients(run, true)).toEqual(expected);
      });
    });
  },
  withKernels,
);
