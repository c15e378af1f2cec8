import { memory, tidy, zeros } from '@tensorflow/tfjs-core';
import { OptionError } from '@tfjs-stn/core/errors';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { bsplineFfd, flow, polynomial } from '@tfjs-stn/transform-flow';
import { describe, expect, it } from 'vitest';

/** Outside of the types, as JavaScript and JSON may call. */
const factories = {
  flow: (config: unknown) => flow(config as Parameters<typeof flow>[0]),
  bsplineFfd: (config: unknown) => bsplineFfd(config as Parameters<typeof bsplineFfd>[0]),
  polynomial: (config: unknown) => polynomial(config as Parameters<typeof polynomial>[0]),
};

describe('invalid configs', () => {
  it.each<[keyof typeof factories, unknown, string]>([
    ['flow', undefined, 'flow: config must be an object, got undefined'],
    ['flow', {}, 'flow: size must be two whole numbers from 1 to 4096, got undefined'],
    ['flow', { size: [0, 4] }, 'from 1 to 4096, got [0, 4]'],
    ['flow', { size: 8 }, 'from 1 to 4096, got 8'],
    ['flow', { size: [2, 3, 2] }, 'from 1 to 4096, got [2, 3, 2]'],
    ['flow', { size: [2, NaN] }, 'flow: config.size[1] must be JSON'],
    ['flow', { size: [4097, 3] }, 'from 1 to 4096, got [4097, 3]'],
    ['bsplineFfd', { controlPoints: [4, 1e9] }, 'from 4 to 256, got [4, 1000000000]'],
    [
      'polynomial',
      { degree: 1e9 },
      'polynomial: degree must be a whole number from 1 to 64, got 1000000000',
    ],
    ['flow', { size: [2, 3], smooth: 1 }, "flow: config can be size, got 'smooth'. Leave it out"],
    [
      'bsplineFfd',
      { controlPoints: [3, 4] },
      'bsplineFfd: controlPoints must be two whole numbers from 4 to 256, got [3, 4]',
    ],
    ['bsplineFfd', { controlPoints: [4, 4.5] }, 'from 4 to 256, got [4, 4.5]'],
    ['bsplineFfd', { size: [4, 4] }, "bsplineFfd: config can be controlPoints, got 'size'"],
    ['polynomial', {}, 'polynomial: degree must be a whole number from 1 to 64, got undefined'],
    ['polynomial', { degree: 0 }, 'from 1 to 64, got 0'],
    ['polynomial', { degree: '2' }, "from 1 to 64, got '2'"],
    ['polynomial', { degree: Infinity }, 'polynomial: config.degree must be JSON'],
    ['polynomial', { order: 2 }, "polynomial: config can be degree, got 'order'"],
  ])('%s rejects %j', (name, config, message) => {
    expect(() => factories[name](config)).toThrow(OptionError);
    expect(() => factories[name](config)).toThrow(message);
  });
});

describeBackends(['cpu', 'wasm'], () => {
  it.each([
    ['bsplineFfd', bsplineFfd({ controlPoints: [4, 4] }), [32768, 32769]],
    ['polynomial', polynomial({ degree: 2 }), [32768, 32769]],
    ['flow', flow({ size: [4, 4] }), [2 ** 16, 2 ** 16]],
  ] as const)(
    '%s rejects an output that takes more than 2 GiB on the host',
    (name, transform, size) => {
      const field = (): unknown =>
        tidy(() => void transform.field(zeros([1, transform.paramCount]), { outputSize: size }));
      const before = memory().numTensors;
      expect(field).toThrow(OptionError);
      expect(field).toThrow(name);
      expect(field).toThrow('must take at most 2147483648 bytes, got ');
      expect(memory().numTensors).toBe(before);
    },
  );
});
