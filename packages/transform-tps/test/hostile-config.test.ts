import { createTransform, registerTransform, type JsonObject } from '@tfjs-stn/core';
import { StnError } from '@tfjs-stn/core/errors';
import { tpsTransforms } from '@tfjs-stn/transform-tps';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';

let undo: (() => void)[] = [];
beforeAll(() => {
  undo = tpsTransforms.map((factory) => registerTransform(factory));
});
afterAll(() => undo.forEach((unregister) => unregister()));

const numbers = fc.constantFrom(-1, 0, 0.5, 1, 2, 3, 5, 8, 1e3, 1e9, 2 ** 53, 1e308);
const values = fc.oneof(
  numbers,
  fc.tuple(numbers, numbers),
  fc.array(fc.tuple(numbers, numbers), { maxLength: 6 }),
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom('4', '[4, 4]', { toString: 1 }, { __proto__: null }),
);
const configs = fc.oneof(
  fc.dictionary(
    fc.constantFrom('controlPoints', 'points', 'boundaryPins', 'regularization'),
    values,
    { maxKeys: 3 },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

it.each(tpsTransforms.map(({ factoryName }) => factoryName))(
  '%s answers any config with a transform or an error of its own, soon',
  (name) => {
    fc.assert(
      fc.property(configs, (config) => {
        const start = performance.now();
        try {
          createTransform(name, config as JsonObject).dispose?.();
        } catch (error) {
          if (!(error instanceof StnError)) throw error;
        }
        expect(performance.now() - start).toBeLessThan(10_000);
      }),
      { numRuns: 500, seed: 1 },
    );
  },
);
