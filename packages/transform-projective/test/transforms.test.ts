import { registerWasmKernels } from '@tfjs-stn/backend-wasm';
import { createTransform, registerTransform } from '@tfjs-stn/core';
import { describeTransform } from '@tfjs-stn/testing/vitest';
import {
  corners,
  homography,
  homographyExp,
  projectiveTransforms,
} from '@tfjs-stn/transform-projective';
import { describe, expect, it } from 'vitest';

import { ofCorners, ofHomography, ofHomographyExp } from './references.js';

const backends = ['cpu', 'wasm'];
const hooks = { setup: { wasm: registerWasmKernels } };

describeTransform(homography, { reference: ofHomography, backends, hooks });
describeTransform(corners, { reference: ofCorners, spread: 0.4, backends, hooks });
describeTransform(homographyExp, { reference: ofHomographyExp, backends, hooks });

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
