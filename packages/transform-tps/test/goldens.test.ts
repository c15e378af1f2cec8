import {
  grad,
  grads,
  mul,
  square,
  sub,
  sum,
  tensor,
  tensor1d,
  tidy,
  type Rank,
  type ShapeMap,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import { generateGrid, type Transform } from '@tfjs-stn/core';
import { expectClose, type Tolerance } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { tps, tpsDisplacement, tpsField, tpsPoints, type Point } from '@tfjs-stn/transform-tps';
import { describe, it } from 'vitest';

import {
  tpsFieldGoldens,
  tpsGoldens,
  type GoldenArray,
  type TpsFieldGolden,
  type TpsGolden,
} from './golden.js';

function tensorOf<R extends Rank>({ shape, data }: GoldenArray): Tensor<R> {
  return tensor<R>(data, [...shape] as ShapeMap[R]);
}

function transformsOf({ kind, controlPoints, regularization }: TpsGolden): readonly Transform[] {
  if (kind === 'points') {
    return [tpsPoints({ points: controlPoints as readonly Point[], regularization })];
  }
  const config = { controlPoints: controlPoints as [number, number], regularization };
  return [tps(config), tpsDisplacement(config)];
}

function expectSpline(golden: TpsGolden): void {
  const { outputSize, alignCorners } = golden;
  const transforms = transformsOf(golden);
  for (const transform of transforms) {
    tidy(() => {
      const positions = tensorOf<Rank.R2>(golden.theta);
      const origin = tensor1d([...(transforms[0] as Transform).identity]);
      const isCountedFromThere = transform.name === 'tpsDisplacement';
      const theta = isCountedFromThere ? sub<Tensor2D>(positions, origin) : positions;
      const grid = generateGrid(transform, theta, { outputSize, alignCorners });
      expectClose(grid, golden.grid, { rtol: 1e-6, atol: 1e-6, what: transform.name });
    });
    transform.dispose?.();
  }
}

/** Judged by the largest value too: they are sums of terms that cancel, in float32. */
function toleranceOf({ data }: GoldenArray, what: string): Tolerance {
  const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  return { rtol: 1e-4, atol: 2e-5 * largest, what };
}

function expectField(golden: TpsFieldGolden): void {
  const { outputSize, regularization, alignCorners } = golden;
  const output = tensorOf<Rank.R3>(golden.outputPoints);
  const input = tensorOf<Rank.R3>(golden.inputPoints);
  const dy = tensorOf(golden.outputGradient);
  const apply = (from: Tensor, to: Tensor): Tensor =>
    tpsField(from as Tensor3D, to as Tensor3D, { outputSize, regularization, alignCorners }).grid;
  expectClose(apply(output, input), golden.grid, { rtol: 1e-5, atol: 1e-5, what: 'grid' });

  const compare = (actual: Tensor | undefined, name: keyof TpsFieldGolden): void => {
    const expected = golden[name] as GoldenArray;
    expectClose(actual as Tensor, expected, toleranceOf(expected, name));
  };
  const [byOutput, byInput] = grads(apply)([output, input], dy);
  compare(byOutput, 'outputPointsGradient');
  compare(byInput, 'inputPointsGradient');

  const direction = tensorOf(golden.direction);
  const [byOutputTwice, byInputThen] = grads((from: Tensor, to: Tensor): Tensor => {
    const first = grad((x: Tensor) => sum(mul(square(apply(x, to)), dy)));
    return sum(mul(first(from), direction));
  })([output, input]);
  compare(byOutputTwice, 'outputPointsSecond');
  compare(byInputThen, 'inputPointsSecond');
}

describeBackends(['cpu', 'wasm'], () => {
  describe('splines agree with SciPy', () => {
    it.each(tpsGoldens)('$name', (golden) => {
      expectSpline(golden);
    });
  });
  describe('tpsField and its derivatives agree with PyTorch', () => {
    it.each(tpsFieldGoldens)('$name', (golden) => {
      tidy(() => expectField(golden));
    });
  });
});
