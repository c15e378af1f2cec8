import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import * as tf from '@tensorflow/tfjs-core';
import { describeBackends } from '@tfjs-stn/testing/vitest';
import { expect, it, test } from 'vitest';

import { threadsFor } from '../src/training/start-backend.js';
import { runInProcess } from './run-in-process.js';
import { writeSmallMnist } from './small-mnist.js';
import { temporaryFolder } from './temporary-folder.js';

describeBackends(
  ['cpu', 'tensorflow'],
  (name) => {
    it(`npm start -- --backend ${name} trains and tests an ST-CNN with the kernels of backend-node`, async () => {
      const folder = await temporaryFolder();
      const data = await writeSmallMnist(join(folder, 'data'), { training: 40, test: 20 });
      const out = join(folder, 'out');
      const flags = ['--model', 'st-cnn', '--epochs', '1', '--batch', '20'];
      const places = ['--data', data, '--out', out];
      const run = await runInProcess([...flags, ...places, '--backend', name]);
      expect(run).toMatchObject({ code: 0, errors: '' });
      expect(tf.getBackend()).toBe(name);
      expect(tf.getKernel('StnHomographyWarp', name)).toBeDefined();
      expect(await readdir(join(out, 'st-cnn'))).toEqual(['model.json', 'weights.bin']);
    });
  },
  {
    load: {
      cpu: () => import('@tensorflow/tfjs-backend-cpu'),
      tensorflow: () => import('@tensorflow/tfjs-node'),
    },
  },
);

test('threadsFor divides the cores among parallel jobs', () => {
  expect([1, 2, 3].map((jobs) => threadsFor(jobs, 8))).toEqual([8, 4, 2]);
  expect(threadsFor(2, 1)).toBe(1);
});
