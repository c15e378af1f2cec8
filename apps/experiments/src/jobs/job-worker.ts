import { parentPort, workerData } from 'node:worker_threads';

import { quietTensorFlow } from '@tfjs-stn-apps/app-tools/quiet-tensorflow';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { Job } from './job.js';
import { runJob } from './run-job.js';
import type { WorkerMessage } from './run-job-in-worker.js';

/** The program of a worker thread: runs one job and reports on it. */
async function work(): Promise<void> {
  const post = (message: WorkerMessage): void => parentPort?.postMessage(message);
  const stop = new AbortController();
  parentPort?.once('message', () => stop.abort());
  try {
    const end = await runJob(
      workerData as Job,
      (news) => post({ kind: 'news', news }),
      stop.signal,
    );
    post({ kind: 'end', end });
  } catch (error) {
    const mendable = error instanceof UserError;
    const text = error instanceof Error ? (mendable ? error.message : error.stack) : undefined;
    post({ kind: 'failure', mendable, text: text ?? String(error) });
  }
  parentPort?.close();
}

quietTensorFlow();
await work();
