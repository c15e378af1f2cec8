import { grad, split, tensor4d, tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { gridSample } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import {
  expectClose,
  expectNoLeak,
  oracleGridSampleGradients,
  seededRandom,
} from '@tfjs-stn/testing';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';
import { expect, inject, it, vi } from 'vitest';

const name = inject('gpuBackend');

/** Without kernels of this repository: what runs for samplers and backends that have none. */
describeBackends([name], () => {
  if (name === 'webgpu') describeSampler(bilinear(), { kernel: 'bilinear', every: 24 });

  it('the image gradient is right, and the same bytes in every run', () => {
    tidy(() => {
      const { run, oracle } = crowdedCase();
      const [first, ...others] = [0, 1, 2, 3].map(() => bitsOf(run())) as [number[], ...number[][]];
      for (const bits of others) expect(bits).toEqual(first);
      const expected = oracleGridSampleGradients(oracle).image;
      expectClose(run(), expected, { rtol: 1e-5, atol: 1e-4 });
    });
  });

  it('an item with huge gradients does not cost another its precision', () => {
    tidy(() => {
      const { run, oracle } = crowdedCase([1, 1e30]);
      const expected = oracleGridSampleGradients(oracle).image.data;
      const half = expected.length / 2;
      const [ofFirst] = split(run(), 2);
      expectClose(
        ofFirst as Tensor,
        { shape: [1, 6, 5, 2], data: expected.slice(0, half) },
        {
          rtol: 1e-5,
          atol: 1e-4,
        },
      );
    });
  });

  it('NaN and infinity in dy reach their own pixels alone', () => {
    tidy(() => {
      const image = tensor4d(new Float32Array(6), [1, 1, 6, 1]);
      const at = [-1, -0.6, -0.2, 0.2, 0.6].map((x) => [x + 1 / 6, 0]);
      const grid = tensor4d(at.flat(), [1, 1, 5, 2]);
      const dy = tensor4d([1, NaN, Infinity, -Infinity, 2], [1, 1, 5, 1]);
      const nearestCentre = grad((x: Tensor) =>
        gridSample(x as Tensor4D, grid, { sampler: bilinear(), padding: 'border' }),
      );
      const marks = [...nearestCentre(image, dy).dataSync()].map((value) =>
        Number.isFinite(value) ? 0 : value,
      );
      expect(marks).toEqual([0, NaN, NaN, NaN, -Infinity, 0]);
    });
  });

  it.runIf(name === 'webgpu')('no gradient reads from the GPU synchronously', () => {
    const { run } = crowdedCase();
    // tfjs's readSync also returns what has never been on the GPU.
    const reads = vi.spyOn(GPUBuffer.prototype, 'mapAsync');
    try {
      expectNoLeak(run);
      expect(reads).not.toHaveBeenCalled();
    } finally {
      reads.mockRestore();
    }
  });
});

/** 2 × 4,000 points on 6 × 5 pixels, so that many are added to each. */
function crowdedCase(scales: readonly [number, number] = [1, 1]) {
  const random = seededRandom(3);
  const randomArray = (shape: Tensor4D['shape'], limit: number) => ({
    shape,
    data: Float32Array.from(
      { length: shape.reduce((size, length) => size * length) },
      () => (2 * random() - 1) * limit,
    ),
  });
  const image = randomArray([2, 6, 5, 2], 1);
  const grid = randomArray([2, 40, 100, 2], 1.1);
  const outputGradient = randomArray([2, 40, 100, 2], 1);
  const half = outputGradient.data.length / 2;
  outputGradient.data.forEach((value, index, data) => {
    data[index] = value * (index < half ? scales[0] : scales[1]);
  });
  const oracle = {
    image,
    grid,
    outputGradient,
    kernel: 'bilinear',
    padding: 'zeros',
    coordinates: 'float32',
  } as const;
  const run = (): Tensor =>
    tidy(() => {
      const along = tensor4d(grid.data, grid.shape);
      const sample = grad((x: Tensor) => gridSample(x as Tensor4D, along, { sampler: bilinear() }));
      return sample(
        tensor4d(image.data, image.shape),
        tensor4d(outputGradient.data, outputGradient.shape),
      );
    });
  return { run, oracle };
}

function bitsOf(x: Tensor): number[] {
  const values = x.dataSync<'float32'>();
  return [...new Int32Array(values.buffer, values.byteOffset, values.length)];
}
