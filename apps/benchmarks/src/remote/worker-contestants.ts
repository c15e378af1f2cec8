import { fileURLToPath } from 'node:url';

import type { Contestant } from '../contestants/contestant.js';
import { threadedContestants } from '../contestants/node-contestants.js';
import type { Given } from '../contestants/tfjs-contestants.js';
import { remoteContestant, type Driver } from './driver.js';
import { jsonProcess, type JsonProcess, type ProcessLimits } from './json-process.js';

const script = fileURLToPath(new URL('./node-worker.js', import.meta.url));

/**
 * The contestants of Node with so many threads, in a process in which every library has as many. It
 * starts with the first setup.
 */
export function workerContestants(limits: ProcessLimits, given: Given): Contestant[] {
  let worker: JsonProcess | undefined;
  const ask = async <Value>(method: keyof Driver, ...args: unknown[]): Promise<Value> => {
    const command = [script, String(limits.threads), String(given.seed)];
    worker ??= jsonProcess(process.execPath, command, limits);
    return (await worker.ask({ method, args }))['value'] as Value;
  };
  const there: Driver = {
    setup: (...args) => ask('setup', ...args),
    time: (...args) => ask('time', ...args),
    teardown: (...args) => ask('teardown', ...args),
  };
  return threadedContestants(limits.threads, given).map((contestant) => ({
    ...remoteContestant(contestant, contestant.name, () => Promise.resolve(there)),
    close: async () => worker?.close(),
  }));
}
