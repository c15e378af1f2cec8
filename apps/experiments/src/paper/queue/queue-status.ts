import type { CellResult } from '../cell-result.js';
import { errorTables } from '../report/results-page.js';
import type { OpenQueue } from './open-queue.js';

/** The results of all cells that are finished. */
export async function queuedResults({ cells }: OpenQueue): Promise<CellResult[]> {
  return (await cells.getCompleted()).map(({ returnvalue }) => returnvalue);
}

/** How many jobs there are in all, and how many are not done: cells, and tables to be made. */
export async function countJobs({
  cells,
  tables,
}: OpenQueue): Promise<{ readonly all: number; readonly open: number }> {
  const counts = await Promise.all([cells.getJobCounts(), tables.getJobCounts()]);
  let [all, open] = [0, 0];
  for (const [state, count] of counts.flatMap((states) => Object.entries(states))) {
    all += count;
    if (state !== 'completed' && state !== 'failed') open += count;
  }
  return { all, open };
}

/** The table as far as it is filled, and what the cells in training are doing. */
export async function queueStatus(queue: OpenQueue): Promise<string> {
  const { cells } = queue;
  const results = await queuedResults(queue);
  const [active, failed] = [await cells.getActive(), await cells.getFailed()];
  const { waiting = 0, delayed = 0 } = await cells.getJobCounts('waiting', 'delayed');
  const left = waiting + delayed;
  const all = results.length + active.length + failed.length + left;
  const lines = [
    `${results.length} of ${all} cells are finished, ${active.length} in training, ${left} waiting, ${failed.length} failed`,
    ...active.map(
      ({ id = '', progress, processedBy = 'unknown' }) =>
        `${id}: ${Number(progress)} % on ${processedBy}`,
    ),
    ...failed.map(({ id = '', failedReason }) => `${id} failed: ${failedReason.split('\n')[0]}`),
  ];
  return `${lines.join('\n')}\n\n${errorTables(results)}\n`;
}
