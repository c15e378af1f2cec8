import '@tensorflow/tfjs-backend-cpu';
import { setBackend } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { beforeAll, expect, test } from 'vitest';

import { distortionNames, distortions, modelNames } from '../src/settings.js';
import { buildModel } from '../src/build-model.js';

beforeAll(() => setBackend('cpu'));

function weightsOf(model: LayersModel): number[] {
  return model.getWeights().flatMap((weight) => Array.from(weight.dataSync()));
}

test.each(distortionNames)(
  'with distortion %s both models have about the same number of parameters',
  (name) => {
    const { imageSize } = distortions[name];
    const [cnn = 0, stCnn = 0] = modelNames.map((model) =>
      buildModel(model, imageSize, { seed: 1 }).countParams(),
    );
    expect(Math.abs(stCnn / cnn - 1)).toBeLessThan(0.02);
  },
);

test.each(modelNames)('the initial weights of %s depend on the seed', (name) => {
  const [first = [], same = [], other = []] = [1, 1, 2].map((seed) =>
    weightsOf(buildModel(name, 28, { seed })),
  );
  expect(same).toEqual(first);
  expect(other).not.toEqual(first);
});
