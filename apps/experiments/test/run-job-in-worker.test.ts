import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { beforeAll, expect, test } from 'vitest';

import { startBackend } from '../src/training/start-backend.js';
import { checkpointPath } from '../src/training/checkpoint.js';
import { runJobInWorker } from '../src/jobs/run-job-in-worker.js';
import { modelNames } from '../src/settings.js';
import { runInProcess } from './run-in-process.js';
import { writeSmallMnist } from './small-mnist.js';
import { temporaryFolder } from './temporary-folder.js';

beforeAll(() => startBackend('wasm', 1));

/** Threads of which the CNN's does something, and the other waits until it is told to stop. */
function threads(ofCnn: string): URL {
  const script = `
    import { parentPort, workerData } from 'node:worker_threads';
    const end = (kind) => {
      parentPort.postMessage({ kind: 'end', end: { kind, step: 4 } });
      parentPort.close();
    };
    if (workerData.model === 'cnn') { ${ofCnn} }
    else parentPort.once('message', () => end('stopped'));`;
  return new URL(`data:text/javascript,${encodeURIComponent(script)}`);
}

/** A folder with the checkpoints of a run that was stopped, and the flags of that run. */
async function stoppedRun(): Promise<{ flags: string[]; checkpoints: () => Promise<Buffer> }> {
  const folder = await temporaryFolder();
  const data = await writeSmallMnist(join(folder, 'data'), { training: 120, test: 20 });
  const out = join(folder, 'out');
  const flags = [
    '--epochs',
    '1',
    '--batch',
    '20',
    '--backend',
    'wasm',
    '--data',
    data,
    '--out',
    out,
  ];
  await runInProcess(flags, (news, stop) => {
    if (news.kind === 'progress' && news.progress.step >= 2) stop();
  });
  const checkpoints = async (): Promise<Buffer> => {
    const paths = modelNames.map((model) => checkpointPath(out, model));
    return Buffer.concat(await Promise.all(paths.map((path) => readFile(path))));
  };
  return { flags, checkpoints };
}

const deaths: readonly (readonly [code: string, why: string])[] = [
  ['process.exit(7);', 'exit code 7'],
  ["throw new RangeError('out of luck\\nand more');", 'out of luck'],
  ["setTimeout(() => { throw new Error('late'); }, 20);", 'late'],
  ["throw 'text';", 'text'],
  ["await Promise.reject(new Error('rejected'));", 'rejected'],
  ['', 'exit code 0'],
  ['this is no program', 'Unexpected identifier'],
];

test('a worker that exits ends the program with one line and keeps the checkpoints', async () => {
  const { flags, checkpoints } = await stoppedRun();
  const before = await checkpoints();
  for (const [code, why] of deaths) {
    const outcome = await runInProcess(flags, undefined, runJobInWorker(threads(code)));
    expect(outcome.code).toBe(1);
    const [line = '', ...rest] = outcome.errors.split('\n');
    expect(line).toContain(`The training of cnn ended unexpectedly (${why}`);
    expect(line).toContain('Its last checkpoint is kept: run the same command again to resume');
    expect(rest).toEqual(['']);
    expect((await checkpoints()).equals(before)).toBe(true);
  }
  const resumed = await runInProcess(flags);
  expect(resumed.output).toMatch(/^cnn: resuming after step \d+ of 6$/m);
  expect(resumed.code).toBe(0);
});

test('a worker that cannot start ends the program with one line', async () => {
  const { flags } = await stoppedRun();
  const nowhere = new URL('file:///nowhere/job-worker.js');
  const { code, errors } = await runInProcess(flags, undefined, runJobInWorker(nowhere));
  expect(code).toBe(1);
  expect(errors).toMatch(/^The training of \S+ ended unexpectedly \(Cannot find module .*\n$/);
});
