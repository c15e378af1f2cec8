import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { it } from 'vitest';

import { readCheckpoint } from '../src/index.js';
import { expectAsInPyTorch, type Dense, type Expected } from './support/expect-as-in-pytorch.js';
import { decode } from './support/pytorch-files.js';
import { withKernels } from './support/with-kernels.js';

const [given, ...cases] = loadGoldens('conv-bn') as readonly [
  { readonly checkpoint: string; readonly image: Dense },
  ...(Expected & { readonly name: string })[],
];

describeBackends(
  ['cpu', 'wasm', 'tensorflow'],
  () => {
    it.each(cases)('a narrow convBn gives what it gives in PyTorch: $name', (expected) => {
      const config = { filters: [8, 16, 32, 64], reduction: 16, units: 12 };
      expectAsInPyTorch(config, readCheckpoint(decode(given.checkpoint)), given.image, expected);
    });
  },
  withKernels,
);
