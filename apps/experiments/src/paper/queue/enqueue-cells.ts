import { isDeepStrictEqual } from 'node:util';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { CellJob } from '../cell-job.js';
import { cellId } from '../cell.js';
import { queueNames, type OpenQueue, type QueuedCell } from './open-queue.js';

/**
 * Adds cells to the queue, each as one job whose id is the cell's, and a job that makes the table
 * when they are done. Cells that the queue has with the same settings stay as they are; those that
 * have failed or have other settings are replaced.
 *
 * @returns the number of added cells
 * @throws UserError if a worker trains one of them with other settings
 */
export async function enqueueCells(jobs: readonly CellJob[], queue: OpenQueue): Promise<number> {
  const added: { readonly id: string; readonly data: QueuedCell }[] = [];
  for (const { settings, commit } of jobs) {
    const id = cellId(settings.cell);
    const data = { settings, commit };
    if (await makeRoom(queue, id, data)) added.push({ id, data });
  }
  if (added.length === 0) return 0;
  const retry = { attempts: 3, backoff: { type: 'exponential', delay: 1000 } };
  await queue.flows.add({
    name: 'table',
    queueName: queueNames.tables,
    data: null,
    opts: retry,
    children: added.map(({ id, data }) => ({
      name: id,
      queueName: queueNames.cells,
      data,
      // The table is made of the cells that there are.
      opts: { ...retry, jobId: id, ignoreDependencyOnFailure: true },
    })),
  });
  return added.length;
}

/** Whether a cell is to be added; removes a job that it replaces. */
async function makeRoom(queue: OpenQueue, id: string, data: QueuedCell): Promise<boolean> {
  const found = await queue.cells.getJob(id);
  if (!found) return true;
  const state = await found.getState();
  if (isDeepStrictEqual(found.data, data) && state !== 'failed') return false;
  if (state === 'active') {
    throw new UserError(
      `A worker is training ${id} with other settings, commit ${found.data.commit}. Stop it first`,
    );
  }
  await found.remove();
  return true;
}
