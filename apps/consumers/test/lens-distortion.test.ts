import { describeTransform } from '@tfjs-stn/testing/vitest';

import { lensDistortion } from '../project/src/lens-distortion.js';

describeTransform(lensDistortion, {
  configs: [{}, { terms: 3 }],
  reference: (theta, x, y) => {
    const rr = x * x + y * y;
    const scale = theta.reduce((sum, k, i) => sum + k * rr ** (i + 1), 1);
    return [x * scale, y * scale];
  },
  backends: ['cpu', 'wasm'],
});
