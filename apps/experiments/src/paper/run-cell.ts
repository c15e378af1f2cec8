import { fork, type ChildProcess } from 'node:child_process';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { CellJob, CellMessage, Fault } from './cell-job.js';
import type { CellOrder } from './cell-process.js';
import type { CellResult } from './cell-result.js';
import { cellId } from './cell.js';

/** A cell failed, and the user can mend it. */
export class CellFailure extends UserError {
  readonly fault: Exclude<Fault, 'bug'>;

  constructor(fault: Exclude<Fault, 'bug'>, message: string) {
    super(message);
    this.fault = fault;
  }
}

/**
 * Trains one cell; undefined if it was stopped. `onLine` gets what there is to tell, and after an
 * epoch how much of the training is done, 0 to 1.
 */
export type CellRunner = (
  job: CellJob,
  onLine: (line: string, done?: number) => void,
  signal: AbortSignal,
) => Promise<CellResult | undefined>;

/**
 * Runs a cell in its own process, whose TensorFlow has the threads of the cell's settings.
 *
 * @throws CellFailure of one line for what the user can mend, and if the process ends unexpectedly
 */
export const runCellInProcess: CellRunner = (job, onLine, signal) =>
  new Promise((resolve, reject) => {
    const child = startProcess(job.settings.threads);
    const name = cellId(job.settings.cell);
    const stop = (): void => tell(child, { kind: 'stop' });
    signal.addEventListener('abort', stop, { once: true });
    child.on('message', (message: CellMessage) => {
      switch (message.kind) {
        case 'epoch':
          return onLine(
            describeEpoch(name, message, job.settings.epochs),
            message.epochs / job.settings.epochs,
          );
        case 'warning':
          return onLine(`warning: ${message.line}`);
        case 'finished':
          return resolve(message.result);
        case 'stopped':
          return resolve(undefined);
        case 'failure':
          return reject(failureOf(message));
        default:
          return message satisfies never;
      }
    });
    child.on('error', reject);
    child.on('exit', (code, killed) => {
      signal.removeEventListener('abort', stop);
      reject(
        new CellFailure(
          'user',
          `The training of ${name} ended unexpectedly (${killed ?? `exit code ${code}`}). Its last checkpoint is kept: run the same command again to resume`,
        ),
      );
    });
    tell(child, { kind: 'start', job });
    if (signal.aborted) stop();
  });

function failureOf({ fault, text }: Extract<CellMessage, { kind: 'failure' }>): Error {
  return fault === 'bug' ? new Error(text) : new CellFailure(fault, text);
}

function tell(child: ChildProcess, order: CellOrder): void {
  if (child.connected) child.send(order);
}

function startProcess(threads: number): ChildProcess {
  const count = String(threads);
  return fork(new URL('cell-process.js', import.meta.url), {
    env: {
      ...process.env,
      TF_NUM_INTRAOP_THREADS: count,
      TF_NUM_INTEROP_THREADS: '1',
      OMP_NUM_THREADS: count,
      TF_CPP_MIN_LOG_LEVEL: '2',
    },
  });
}

function describeEpoch(
  name: string,
  { epochs, error, seconds }: Extract<CellMessage, { kind: 'epoch' }>,
  of: number,
): string {
  const left = (seconds / epochs) * (of - epochs);
  return `${name}: epoch ${epochs} of ${of}, training error ${error.toFixed(2)} %, ${seconds.toFixed(0)} s, ${left.toFixed(0)} s left`;
}
