import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { isPythonMissing, runPython } from '@tfjs-stn-tooling/test-support/python';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { afterAll, beforeAll, describe, it } from 'vitest';

import { readCheckpoint, toFloat32, type StoredTensor } from '../src/index.js';
import { expectAsInPyTorch, type Dense } from './support/expect-as-in-pytorch.js';
import { withKernels } from './support/with-kernels.js';

const script = fileURLToPath(new URL('../../../tooling/goldens/conv_bn.py', import.meta.url));
// Minutes, which say nothing more about what is built than about its sources.
const onDist = process.env['TFJS_STN_DIST'] === '1';

/** What the script writes: 15 MB, so it is made where Python has PyTorch, and not committed. */
describe.skipIf(onDist || isPythonMissing('torch'))(
  'convBn at 512×512×3, if Python has PyTorch',
  () => {
    let folder = '';
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-full-size-'));
      runPython([script, folder]);
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    const read = (name: string): Map<string, StoredTensor> =>
      readCheckpoint(readFileSync(join(folder, name)));

    describeBackends(
      ['cpu', 'wasm', 'tensorflow'],
      () => {
        it('gives what the module gives in PyTorch', () => {
          const expected = read('expected.pt');
          const dense = (name: string): Dense => {
            const stored = expected.get(name) as StoredTensor;
            return { shape: stored.shape, data: toFloat32(stored) };
          };
          expectAsInPyTorch({}, read('weights.pt'), dense('image'), {
            training: false,
            theta: dense('theta'),
            output: dense('output'),
            filterGradient: dense('filterGradient'),
            biasGradient: dense('biasGradient'),
          });
          // Convolutions forward are plain loops on cpu: minutes.
        }, 1_800_000);
      },
      withKernels,
    );
  },
);
