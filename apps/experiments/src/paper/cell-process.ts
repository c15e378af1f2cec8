import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { readDigits } from '../digits.js';
import { withOutputFolder } from '../files/output-folder.js';
import type { BackendName } from '../settings.js';
import { startBackend } from '../training/start-backend.js';
import { trainCell, type CellOutcome, type CellSettings } from './training/train-cell.js';

/** One cell to train. */
export interface CellJob {
  readonly settings: CellSettings & { readonly backend: BackendName };
  /** The folder of MNIST's files. */
  readonly data: string;
  /** The cell's own folder. */
  readonly folder: string;
}

/** What the process of a cell is told. */
export type CellOrder =
  { readonly kind: 'start'; readonly job: CellJob } | { readonly kind: 'stop' };

/** What the process of a cell reports. */
export type CellMessage =
  | {
      readonly kind: 'epoch';
      readonly epochs: number;
      readonly error: number;
      readonly seconds: number;
    }
  | { readonly kind: 'warning'; readonly line: string }
  | { readonly kind: 'finished'; readonly outcome: CellOutcome }
  | { readonly kind: 'stopped' }
  | {
      readonly kind: 'failure';
      /** Whether it is a `UserError`. */
      readonly mendable: boolean;
      readonly text: string;
    };

const post = (message: CellMessage): void => void process.send?.(message);
const stop = new AbortController();

// Without its parent nobody takes the result, and another process may be given the same cell.
process.on('disconnect', () => process.exit(1));
// Ctrl-C reaches the whole group; the parent decides.
process.on('SIGINT', () => undefined);
process.on('message', (order: CellOrder) => {
  if (order.kind === 'stop') return stop.abort();
  void work(order.job).then((message) => {
    post(message);
    process.disconnect();
  });
});

async function work({ settings, data, folder }: CellJob): Promise<CellMessage> {
  try {
    await startBackend(settings.backend, settings.threads);
    const digits = {
      training: await readDigits(data, 'training'),
      test: await readDigits(data, 'test'),
    };
    const hooks = {
      signal: stop.signal,
      onEpoch: ({ epochs, seconds }: Pick<CellOutcome, 'epochs' | 'seconds'>) =>
        post({ kind: 'epoch', epochs: epochs.length, error: epochs.at(-1)?.error ?? 100, seconds }),
      onWarning: (line: string) => post({ kind: 'warning', line }),
    };
    const outcome = await withOutputFolder(folder, () =>
      trainCell(settings, digits, folder, hooks),
    );
    return outcome ? { kind: 'finished', outcome } : { kind: 'stopped' };
  } catch (error) {
    const mendable = error instanceof UserError;
    const text = error instanceof Error ? (mendable ? error.message : error.stack) : undefined;
    return { kind: 'failure', mendable, text: text ?? String(error) };
  }
}
