import { runCellJob, type CellJob, type CellMessage } from './cell-job.js';

/** What the process of a cell is told. */
export type CellOrder =
  { readonly kind: 'start'; readonly job: CellJob } | { readonly kind: 'stop' };

const post = (message: CellMessage, sent?: () => void): void =>
  void process.send?.(message, undefined, undefined, sent);
const stop = new AbortController();

// Without its parent the result is lost, and another process may be given the same cell.
process.on('disconnect', () => process.exit(1));
// Signals reach the whole group; the parent decides.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => undefined);
process.on('message', (order: CellOrder) => {
  if (order.kind === 'stop') return stop.abort();
  void train(order.job);
});

async function train(job: CellJob): Promise<void> {
  const message = await runCellJob(job, post, stop.signal);
  post(message, () => process.exit());
}
