import { tidy, zeros, type Rank } from '@tensorflow/tfjs-core';
import type { Transform } from '@tfjs-stn/core';
import { BackendError, OptionError } from '@tfjs-stn/core/errors';
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
    ['flow', {}, 'flow: size must be two whole numbers of at least 1, got undefined'],
    ['flow', { size: [0, 4] }, 'of at least 1, got [0,4]'],
    ['flow', { size: 8 }, 'of at least 1, got 8'],
    ['flow', { size: [2, 3, 2] }, 'of at least 1, got [2,3,2]'],
    ['flow', { size: [2, NaN] }, 'flow: config.size[1] must be JSON'],
    ['flow', { size: [2, 3], smooth: 1 }, "flow: config can be size, got 'smooth'. Leave it out"],
    [
      'bsplineFfd',
      { controlPoints: [3, 4] },
      'bsplineFfd: controlPoints must be two whole numbers of at least 4, got [3,4]',
    ],
    ['bsplineFfd', { controlPoints: [4, 4.5] }, 'of at least 4, got [4,4.5]'],
    ['bsplineFfd', { size: [4, 4] }, "bsplineFfd: config can be controlPoints, got 'size'"],
    ['polynomial', {}, 'polynomial: degree must be a whole number of at least 1, got undefined'],
    ['polynomial', { degree: 0 }, 'of at least 1, got 0'],
    ['polynomial', { degree: '2' }, 'of at least 1, got "2"'],
    ['polynomial', { degree: Infinity }, 'polynomial: config.degree must be JSON'],
    ['polynomial', { order: 2 }, "polynomial: config can be degree, got 'order'"],
  ])('%s rejects %j', (name, config, message) => {
    expect(() => factories[name](config)).toThrow(OptionError);
    expect(() => factories[name](config)).toThrow(message);
  });
});

describeBackends(['wasm'], () => {
  it.each<[string, Transform]>([
    ['out of memory: a tensor takes 12800000000 bytes', flow({ size: [1, 1] })],
    ['polynomial: out of memory: a tensor takes 19200000000 bytes', polynomial({ degree: 1 })],
    ['bsplineFfd: out of memory: a tensor', bsplineFfd({ controlPoints: [4, 4] })],
  ])('%s', (message, transform) => {
    const theta = zeros<Rank.R2>([1, transform.paramCount]);
    const run = (): unknown => transform.field(theta, [40_000, 40_000], false);
    expect(() => tidy(() => void run())).toThrow(BackendError);
    expect(() => tidy(() => void run())).toThrow(message);
    theta.dispose();
  });
});
