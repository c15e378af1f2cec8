import { Worker } from 'node:worker_threads';

import { UserError } from '../user-error.js';
import type { JobEnd, JobRunner } from './job.js';
import type { WorkerMessage } from './worker-message.js';

/**
 * Runs a job in a thread of its own, so that two models train on two cores while the main thread
 * stays free for the progress bar and Ctrl-C.
 */
export const runJobInWorker: JobRunner = (job, onNews, signal) =>
  new Promise<JobEnd>((resolve, reject) => {
    const worker = new Worker(new URL('job-worker.js', import.meta.url), { workerData: job });
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
          return reject(message.mendable ? new UserError(message.text) : new Error(message.text));
        default:
          return message satisfies never;
      }
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      signal.removeEventListener('abort', stop);
      reject(new Error(`The training of ${job.model} ended unexpectedly (code ${code})`));
    });
  });
