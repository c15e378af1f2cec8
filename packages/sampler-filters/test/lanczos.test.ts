import { tensor1d, tidy } from '@tensorflow/tfjs-core';
import { createSampler, gridSample, registerSampler } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';
import { expectClose } from '@tfjs-stn/testing';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { lanczosOracle } from '@tfjs-stn-tooling/test-support/lanczos-oracle';
import { describeBackends, describeSampler } from '@tfjs-stn/testing/vitest';
import { describe, expect, it } from 'vitest';

import { lanczos } from '../src/index.js';
import { tensorOf } from './arrays.js';
import { backends, hooks } from './kernels.js';

describeBackends(
  // cpu runs the reference, the others the kernel.
  backends,
  (backend) => {
    const every = backend === 'wasm' ? 17 : 61;
    for (const lobes of backend === 'wasm' ? [1, 2, 3, 8] : [2]) {
      describeSampler(lanczos({ lobes }), { kernel: lanczosOracle(lobes), every });
    }

    describe('lanczos', () => {
      const goldens = loadGoldens('resize').filter(({ sampler }) => sampler === 'lanczos');
      it.each(goldens)('agrees with Pillow: $name', ({ image, grid, output }) => {
        tidy(() => {
          const read = gridSample(tensorOf(image), tensorOf(grid), { sampler: lanczos() });
          expectClose(read, output, { rtol: 1e-5, atol: 1e-5 });
        });
      });

      it('has hand-computed weights halfway between pixels', () => {
        tidy(() => {
          // sinc(½)·sinc(¼) = (2/π)·(2√2/π) and sinc(3/2)·sinc(3/4) = -(2/3π)·(2√2/3π).
          const near = (4 * Math.SQRT2) / Math.PI ** 2;
          const far = (-4 * Math.SQRT2) / (9 * Math.PI ** 2);
          const total = 2 * (near + far);
          const weights = lanczos({ lobes: 2 }).weights(tensor1d([0.5]));
          expectClose(
            weights.map((weight) => weight.dataSync()[0]!),
            [far / total, near / total, near / total, far / total],
          );
        });
      });

      it.each([1, 2, 3, 5, 8])(
        'reads the pixel itself at a whole coordinate, %d lobes',
        (lobes) => {
          tidy(() => {
            const weights = lanczos({ lobes }).weights(tensor1d([0]));
            const expected = Array.from({ length: 2 * lobes }, (_, tap) =>
              Number(tap === lobes - 1),
            );
            expectClose(
              weights.map((weight) => weight.dataSync()[0]!),
              expected,
            );
          });
        },
      );
    });
  },
  hooks,
);

describe('lanczos, the sampler object', () => {
  it('is recreated by the registry', () => {
    expect(lanczos()).toMatchObject({ taps: 6, config: { lobes: 3 } });
    const unregister = registerSampler(lanczos);
    expect(createSampler('lanczos', { lobes: 4 })).toMatchObject({ taps: 8, config: { lobes: 4 } });
    unregister();
  });

  it.each([
    [{ lobes: 0 }, 'lanczos: lobes must be a whole number from 1 to 8, got 0'],
    [{ lobes: 2.5 }, 'lobes must be a whole number from 1 to 8, got 2.5'],
    [{ lobes: 9 }, 'lobes must be a whole number from 1 to 8, got 9'],
    [{ lobes: '3' }, 'lobes must be a whole number from 1 to 8, got "3"'],
    [{ lobe: 3 }, "lanczos: config can have lobes, got 'lobe'. Did you mean 'lobes'?"],
  ])('refuses %j', (config, message) => {
    expect(() => lanczos(config as never)).toThrow(OptionError);
    expect(() => lanczos(config as never)).toThrow(message);
  });
});
