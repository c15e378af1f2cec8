// A process that times contestants of Node on request, one line of JSON at a time.
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { createInterface } from 'node:readline';

import { reasonOf } from '../contestants/contestant.js';
import { processContestants } from '../contestants/node-contestants.js';
import { useBackend } from '../contestants/tfjs-host.js';
import { samplingProblems } from '../problems/sampling-problem.js';
import { driver } from './driver.js';

const [threads = 1, seed = 1] = process.argv.slice(2).map(Number);
await useBackend('cpu');
const answer = driver(processContestants(threads, { problems: samplingProblems(seed), seed }));
for await (const line of createInterface({ input: process.stdin })) {
  const reply = await answer(JSON.parse(line)).catch((error: unknown) => ({
    error: reasonOf(error),
  }));
  process.stdout.write(`${JSON.stringify(reply)}\n`);
}
