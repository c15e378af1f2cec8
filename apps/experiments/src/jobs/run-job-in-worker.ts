import { Worker } from 'node:worker_threads';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { Job, JobEnd, JobNews, JobRunner } from './job.js';

/** A message from a worker about its job. */
export type WorkerMessage =
  | { readonly kind: 'news'; readonly news: JobNews }
  | { readonly kind: 'end'; readonly end: JobEnd }
  | {
      readonly kind: 'failure';
      /** Whether it is a `UserError`. */
      readonly mendable: boolean;
      readonly text: string;
    };

/**
 * Runs every job in a worker thread, so that two models train on two cores while the main thread
 * stays free for the progress bar and Ctrl-C.
 *
 * @param script the worker's program: job-worker.js
 * @returns a runner that rejects with a UserError of one line if a worker exits unexpectedly
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
            return reject(message.mendable ? new UserError(message.text) : withStack(message.text));
          default:
            return message satisfies never;
        }
      });
      worker.on('error', (error: unknown) => reject(workerExited(job, firstLine(error))));
      worker.on('exit', (code) => {
        signal.removeEventListener('abort', stop);
        reject(workerExited(job, `exit code ${code}`));
      });
    });
}

function workerExited({ model }: Job, why: string): UserError {
  return new UserError(
    `The training of ${model} ended unexpectedly (${why}). Its last checkpoint is kept: run the same command again to resume`,
  );
}

/** Recreates an error of the worker from its stack. */
function withStack(stack: string): Error {
  return Object.assign(new Error(firstLine(stack)), { stack });
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n', 1)[0] as string;
}
