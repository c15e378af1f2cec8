import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import {
  grads,
  square,
  tensor,
  tidy,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import { gridSample, warp } from '@tfjs-stn/core';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { seededRandom } from '@tfjs-stn/testing';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it } from 'vitest';

// A fiftieth of the calls of `npm run fuzz`, which go through all of tfjs here.
const calls = Math.ceil(Number(process.env['TFJS_STN_FUZZ_CALLS'] ?? 1000) / 50);
const firstSeed = Number(process.env['TFJS_STN_FUZZ_SEED'] ?? 1);

/** Gradients of a drawn problem whose arrays are, or are not, changed once it has gone forward. */
function gradients(seed: number, changes: boolean): number[][] {
  const random = seededRandom(seed);
  const length = (most: number): number => 1 + Math.floor(random() * most);
  const draw = (...shape: number[]): Tensor => {
    const size = shape.reduce((product, axis) => product * axis, 1);
    const values = Float32Array.from({ length: size }, () => 2.4 * random() - 1.2);
    return tensor(values, shape);
  };
  const sampler = [nearest(), bilinear(), bicubic()][Math.floor(random() * 3)] as ReturnType<
    typeof bilinear
  >;
  const [batch, channels] = [length(2), length(4)];
  const outputSize: [number, number] = [length(20), length(20)];
  const fillValue = Array.from({ length: channels }, () => random());
  const image = draw(batch, length(9), length(9), channels);
  const kind = (['homography', 'basis', 'grid', 'gridSample'] as const)[Math.floor(random() * 4)];
  const terms = length(12);
  const basis = draw(outputSize[0] * outputSize[1], terms) as Tensor2D;
  const field =
    kind === 'homography'
      ? draw(batch, 3, 3)
      : kind === 'basis'
        ? draw(batch, terms, 2)
        : draw(batch, ...outputSize, 2);
  const sample = (x: Tensor, f: Tensor): Tensor => {
    const options = { sampler, fillValue };
    const map = { outputSize, alignCorners: false };
    switch (kind) {
      case 'homography':
        return warp(x as Tensor4D, { kind, matrix: f as Tensor3D, ...map }, options);
      case 'basis':
        return warp(x as Tensor4D, { kind, basis, coefficients: f as Tensor3D, ...map }, options);
      case 'grid':
        return warp(x as Tensor4D, { kind, grid: f as Tensor4D, ...map }, options);
      default:
        return gridSample(x as Tensor4D, f as Tensor4D, options);
    }
  };
  const byBoth = grads((x: Tensor, f: Tensor) => {
    const output = sample(x, f);
    if (changes) {
      fillValue.forEach((_, channel) => (fillValue[channel] = 100 * random()));
      if (random() < 0.3) fillValue.length = 0;
      outputSize.forEach((_, axis) => (outputSize[axis] = Math.floor(random() * 40)));
    }
    return square(output);
  });
  return byBoth([image, field]).map((gradient) => [...gradient.dataSync()]);
}

describeBackends(
  ['wasm'],
  () => {
    it(`${calls} calls from seed ${firstSeed} keep no array of the caller`, () => {
      for (let seed = firstSeed; seed < firstSeed + calls; seed++) {
        const expected = tidy(() => gradients(seed, false));
        expect(
          tidy(() => gradients(seed, true)),
          `seed ${seed}`,
        ).toEqual(expected);
      }
    });
  },
  { setup: { wasm: registerWasmKernels } },
);
