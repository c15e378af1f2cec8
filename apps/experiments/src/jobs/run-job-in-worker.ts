import { Worker } from 'node:worker_threads';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { Job, JobEnd, JobRunner } from './job.js';
import type { WorkerMessage } from './worker-message.js';

/**
 * Runs jobs in threads of their own, so that two models train on two cores while the main thread
 * stays free for the progress bar and Ctrl-C.
 *
 * @param script the program of a thread: job-worker.js
 * @returns a runner that rejects with a UserError of one line if a thread dies
 */
export function runJobInWorker(script: URL): JobRunner {
  return (job, onNews, signal) =>
    new Promise<JobEnd>((resolve, reject) => {
      const worker = new Worker(script, { workerData: job });
      const stop = (): void => worker.postMessage('stop');
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      worker.on('message', (message: WorkerMessage) => {
        switch (message.kind) {
          case 'news':
            return onNews(message.news);
          case 'end':
            return resolve(message.end);
          case 'failure':
            return reject(message.mendable ? new UserError(message.text) : asItWas(message.text));
          default:
            return message satisfies never;
        }
      });
      worker.on('error', (error: unknown) => reject(died(job, firstLine(error))));
      worker.on('exit', (code) => {
        signal.removeEventListener('abort', stop);
        reject(died(job, `exit code ${code}`));
      });
    });
}

function died({ model }: Job, why: string): UserError {
  return new UserError(
    `The training of ${model} ended unexpectedly (${why}). Its last checkpoint is kept: run the same command again to go on`,
  );
}

/** The thread's own error, which could not cross over: what it said, and where. */
function asItWas(stack: string): Error {
  return Object.assign(new Error(firstLine(stack)), { stack });
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n', 1)[0] as string;
}
