import { fileURLToPath } from 'node:url';

import type { Contestant } from '../contestants/contestant.js';
import { threadedContestants } from '../contestants/node-contestants.js';
import type { Given } from '../contestants/tfjs-contestants.js';
import { remoteContestant, type Driver } from './driver.js';
import { jsonProcess, type JsonProcess, type ProcessLimits } from './json-process.js';

const script = fileURLToPath(new URL('./node-worker.js', import.meta.url));

/** The contestants of Node with so many threads, in a process that is limited to them. */
export function workerContestants(limits: ProcessLimits, given: Given): Contestant[] {
  let worker: JsonProcess | undefined;
  const driver: Driver = (request) => {
    const command = [script, String(limits.threads), String(given.seed)];
    worker ??= jsonProcess(process.execPath, command, limits);
    return worker.ask(request);
  };
  return threadedContestants(limits.threads, given).map((contestant) => ({
    ...remoteContestant(contestant, contestant.name, () => Promise.resolve(driver)),
    close: async () => worker?.close(),
  }));
}
