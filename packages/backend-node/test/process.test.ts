import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));
/** As the suite itself runs: on the sources, or on what is built. */
const onSources =
  process.env['TFJS_STN_DIST'] === '1'
    ? []
    : ['--conditions=@tfjs-stn/source', '--import=./test/support/run-typescript.mjs'];

const program = `
  import '@tensorflow/tfjs-backend-cpu';
  import * as tf from '@tensorflow/tfjs-core';
  import { warp } from '@tfjs-stn/core';
  import { bilinear } from '@tfjs-stn/sampler-bilinear';
  import { registerNodeKernels } from '@tfjs-stn/backend-node';

  await tf.setBackend('cpu');
  let started = 0;
  // Node 24 tells of the thread that its own hooks run in, too.
  await new Promise((resolve) => setTimeout(resolve, 50));
  process.on('worker', () => started++);
  await registerNodeKernels({ threads: 3 });
  const field = { kind: 'grid', grid: tf.zeros([1, 200, 200, 2]), outputSize: [200, 200] };
  const run = () =>
    warp(tf.ones([1, 64, 64, 3]), { ...field, alignCorners: false }, { sampler: bilinear() });
  run();
  await new Promise((resolve) => setTimeout(resolve, 200));
  run();
  const start = Date.now();
  process.on('exit', () => console.log('threads', started, 'waited', Date.now() - start));`;

it('threads do not keep a process alive', async () => {
  const args = [...onSources, '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  const [, threads, waited] = /threads (\d) waited (\d+)/.exec(stdout) ?? [];
  expect(threads).toBe('2');
  // They would end by themselves after ten seconds without a job.
  expect(Number(waited)).toBeLessThan(1500);
});
