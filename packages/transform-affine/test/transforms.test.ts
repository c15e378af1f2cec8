import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { createTransform, registerTransform } from '@tfjs-stn/core';
import { affineTransforms } from '@tfjs-stn/transform-affine';
import { describe, expect, it } from 'vitest';

import { declareConformance } from './conformance.js';

declareConformance({ backends: ['cpu', 'wasm'], hooks: { setup: { wasm: registerWasmKernels } } });

describe('affineTransforms', () => {
  it('registers every parameterisation by name', () => {
    const unregister = affineTransforms.map((factory) => registerTransform(factory));
    const widths = affineTransforms.map(({ factoryName }) => [
      factoryName,
      createTransform(factoryName).paramCount,
    ]);
    unregister.forEach((undo) => undo());
    expect(widths).toEqual([
      ['affine', 6],
      ['similarity', 4],
      ['rigid', 3],
      ['rotation', 1],
      ['translation', 2],
      ['scaling', 2],
      ['attention', 3],
      ['shear', 2],
      ['affineExp', 6],
    ]);
  });
});
