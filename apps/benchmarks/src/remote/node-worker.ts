// A process that times contestants of Node on request, one line of JSON at a time.
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { createInterface } from 'node:readline';

import { reasonOf } from '../contestants/contestant.js';
import { threadedContestants } from '../contestants/node-contestants.js';
import { useBackend } from '../contestants/tfjs-host.js';
import { samplingProblems } from '../problems/sampling-problem.js';
import { driver } from './driver.js';

const [threads = 1, seed = 1] = process.argv.slice(2).map(Number);
await useBackend('cpu');
const own = driver(threadedContestants(threads, { problems: samplingProblems(seed), seed }));

interface Request {
  readonly method: 'setup' | 'time' | 'teardown';
  readonly args: readonly [never, never];
}

for await (const line of createInterface({ input: process.stdin })) {
  const { method, args }: Request = JSON.parse(line);
  const reply = await own[method](...args).then(
    (value) => ({ value }),
    (error: unknown) => ({ error: reasonOf(error) }),
  );
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
