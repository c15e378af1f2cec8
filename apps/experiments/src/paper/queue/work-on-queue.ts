import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import type { Job } from 'bullmq';

import type { CellResult } from '../cell-result.js';
import { cellId } from '../cell.js';
import { isResultOf, type DataSet } from '../planned-jobs.js';
import type { Provenance } from '../provenance.js';
import { collectResults, finishedResults } from '../results.js';
import { CellFailure, type CellRunner } from '../run-cell.js';
import { queueNames, type OpenQueue, type QueuedCell } from './open-queue.js';
import { countJobs, queuedResults } from './queue-status.js';

/** What a worker brings along. */
export interface WorkerContext extends Provenance, DataSet {
  /** The folder of the cells' folders, which all workers share. */
  readonly out: string;
  /** The file for results. */
  readonly results: string;
  /** Cells that train at the same time. */
  readonly jobs: number;
  /** Seconds after which the cell of a worker that gives no sign of life goes to another one. */
  readonly lease: number;
  readonly runCell: CellRunner;
  print(line: string): void;
  /** Hands cells back and ends the worker. */
  readonly signal: AbortSignal;
}

/**
 * Trains cells of the queue until all are done. A cell trains in a process of its own, so that this
 * one can renew its lock, and goes on from its checkpoint if another worker has begun it.
 *
 * @throws UserError if this machine can't train what the queue holds: another commit or data set, no
 *   backend, no room for checkpoints. The cell goes back to the queue.
 */
export async function workOnQueue(queue: OpenQueue, context: WorkerContext): Promise<void> {
  const { jobs, lease, print } = context;
  const misfit = new AbortController();
  const signal = AbortSignal.any([context.signal, misfit.signal]);
  const options = {
    name: hostname(),
    lockDuration: 1000 * lease,
    stalledInterval: 1000 * lease,
    // Machines may be taken away as often as they like.
    maxStalledCount: 1e6,
  };
  const { DelayedError } = await import('bullmq');
  const cells = queue.work<QueuedCell, CellResult>(
    queueNames.cells,
    async (job, token, lost) => {
      const stop = AbortSignal.any(lost ? [signal, lost] : [signal]);
      const outcome = await trainQueued(job, { ...context, signal: stop }, (error) =>
        misfit.abort(error),
      );
      if (typeof outcome !== 'number') return outcome;
      await job.moveToDelayed(Date.now() + outcome, token);
      throw new DelayedError();
    },
    { ...options, concurrency: jobs },
  );
  const tables = queue.work(queueNames.tables, () => makeTable(queue, context), options);
  // A cell that another worker has been given must not train here as well.
  cells.on('lockRenewalFailed', (ids) => ids.forEach((id) => cells.cancelJob(id)));
  for (const worker of [cells, tables]) {
    worker.on('failed', (job, { message }) => print(`${job?.name ?? 'a job'} failed: ${message}`));
  }
  // Before the job is back in the queue, so that this worker does not take it again.
  const close = (): Promise<unknown> => Promise.all([cells.close(), tables.close()]);
  signal.addEventListener('abort', () => void close());
  await untilDone(queue, signal, 100 * lease);
  await close();
  if (misfit.signal.aborted) throw misfit.signal.reason;
}

/**
 * Trains a cell of the queue.
 *
 * @param leave called if this machine can't train it, with the reason
 * @returns the result, or milliseconds after which a worker may take the cell
 */
async function trainQueued(
  job: Job<QueuedCell, CellResult>,
  { out, data, lease, runCell, print, signal, ...own }: WorkerContext,
  leave: (reason: CellFailure) => void,
): Promise<CellResult | number> {
  const { settings, commit } = job.data;
  const id = cellId(settings.cell);
  try {
    refuseOthers(job.data, own);
    const folder = join(out, id);
    const [known] = await finishedResults([folder]);
    if (known && isResultOf(known, job.data)) return known;
    const onLine = (line: string, done?: number): void => {
      print(line);
      const told = [job.log(line), ...(done ? [job.updateProgress(Math.round(100 * done))] : [])];
      // A line that gets lost does no harm.
      void Promise.allSettled(told);
    };
    const result = await runCell({ settings, data, folder, commit }, onLine, signal);
    print(`${id}: ${result ? `test error ${result.error.toFixed(2)} %` : 'stopped'}`);
    return result ?? 0;
  } catch (error) {
    if (!(error instanceof CellFailure) || error.fault === 'user') throw error;
    if (error.fault === 'in-use') return 250 * lease;
    leave(error);
    return 0;
  }
}

/** @throws CellFailure if a cell is to be trained with another commit or data set */
function refuseOthers(
  { settings, commit }: QueuedCell,
  own: Pick<WorkerContext, 'commit' | 'sources' | 'dataset'>,
): void {
  const what =
    commit !== own.commit || settings.sources !== own.sources
      ? `commit ${own.commit}, sources ${own.sources}, but the queue's cells are of commit ${commit}, sources ${settings.sources}. Check out and build that commit here`
      : settings.dataset === own.dataset
        ? undefined
        : `data set ${own.dataset}, but the queue's cells are of data set ${settings.dataset}. Name its folder with --data`;
  if (what)
    throw new CellFailure('machine', `This worker has ${what}, or queue the cells again from here`);
}

/** Adds all results of the queue to the file of results; returns their number. */
async function makeTable(
  queue: OpenQueue,
  { results, print }: Pick<WorkerContext, 'results' | 'print'>,
): Promise<number> {
  const finished = await queuedResults(queue);
  await collectResults(results, finished);
  print(`${finished.length} cells in ${results}`);
  return finished.length;
}

/** Resolves when there were jobs and all are done, or when the signal is aborted. */
async function untilDone(queue: OpenQueue, signal: AbortSignal, interval: number): Promise<void> {
  while (!signal.aborted) {
    // Without a connection nothing is done.
    const { all, open } = await countJobs(queue).catch(() => ({ all: 0, open: 0 }));
    if (all > 0 && open === 0) return;
    await setTimeout(interval, undefined, { signal }).catch(() => undefined);
  }
}
