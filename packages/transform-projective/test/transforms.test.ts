import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { createTransform, registerTransform } from '@tfjs-stn/core';
import { projectiveTransforms } from '@tfjs-stn/transform-projective';
import { describe, expect, it } from 'vitest';

import { declareConformance } from './conformance.js';

declareConformance({ backends: ['cpu', 'wasm'], hooks: { setup: { wasm: registerWasmKernels } } });

describe('projectiveTransforms', () => {
  it('registers every parameterisation by name', () => {
    const unregister = projectiveTransforms.map((factory) => registerTransform(factory));
    const widths = projectiveTransforms.map(({ factoryName }) => [
      factoryName,
      createTransform(factoryName).paramCount,
    ]);
    unregister.forEach((undo) => undo());
    expect(widths).toEqual([
      ['homography', 8],
      ['corners', 8],
      ['homographyExp', 8],
    ]);
  });
});
