import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

import {
  ownWords,
  threadMain,
  type KernelThread,
  type ThreadSettings,
} from '@tfjs-stn/kernels/team';

/** The thread's whole program; nothing of this package is loaded there. */
const program = /* @__PURE__ */ (): string => `
  const { readlinkSync } = require('node:fs');
  const { workerData } = require('node:worker_threads');
  // A bundler that keeps names puts calls of this into the text.
  const __name = (named) => named;
  (${threadMain.toString()})(workerData, {
    onExit: (listener) => process.once('exit', listener),
    systemId: () => {
      try {
        return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
      } catch {
        return 0;
      }
    },
  });`;

/**
 * Starts a thread, which does not keep the process alive.
 *
 * @throws Error where Node refuses to make one, for example under its permission model
 */
export function startThread(name: string, settings: ThreadSettings): KernelThread {
  const word = ownWords(settings);
  const worker = new Worker(program(), {
    eval: true,
    workerData: settings,
    // Neither the program's hooks nor its environment are any business of kernels.
    env: {},
    execArgv: [],
    name: `tfjs-stn kernels, ${name}`,
  });
  worker.unref();
  let exited = false;
  let startFailure: string | undefined;
  worker.once('exit', () => (exited = true));
  // What it throws later ends it, and the thread that waits for it reports that.
  worker.on('error', (error) => {
    exited = true;
    if (word('systemId') === 0) startFailure = String(error);
  });
  const hasExited = (): boolean => exited || word('ended') !== 0;
  return {
    name,
    isBusy: () => word('busy') !== 0,
    hasExited,
    hasEnded: () => hasExited() || isGone(word('systemId')),
    isKnown: () => word('systemId') > 0,
    hasBegun: () => word('systemId') !== 0,
    startFailure: () => startFailure,
    terminate: () => void worker.terminate(),
  };
}

/** Whether Linux no longer knows a thread of this process. Others can't be asked. */
function isGone(systemId: number): boolean {
  return systemId > 0 && !existsSync(`/proc/self/task/${systemId}`);
}

const told = /* @__PURE__ */ new Set<string>();

/** Warns once for each reason that threads do not start: results are correct, but slower. */
export function warn(reason: string): void {
  if (told.has(reason)) return;
  told.add(reason);
  process.emitWarning(
    `registerNodeKernels: could not start worker threads (${reason}); continuing with fewer. Pass { threads: 1 } to silence this warning`,
    { code: 'TFJS_STN_NO_THREADS' },
  );
}
