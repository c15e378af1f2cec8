import { rename } from 'node:fs/promises';
import { join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { readDigits } from '../digits.js';
import { CannotWriteError } from '../files/file-errors.js';
import { FolderInUseError } from '../files/lock-folder.js';
import { withOutputFolder } from '../files/output-folder.js';
import type { BackendName } from '../settings.js';
import { startBackend } from '../training/start-backend.js';
import type { CellResult } from './cell-result.js';
import { resultOf, writeResult } from './results.js';
import {
  CHECKPOINT,
  TRAINED,
  trainCell,
  type CellOutcome,
  type CellSettings,
} from './training/train-cell.js';

/** One cell to train. */
export interface CellJob {
  readonly settings: CellSettings & { readonly backend: BackendName };
  /** The folder of MNIST's files. */
  readonly data: string;
  /** The cell's own folder. */
  readonly folder: string;
  /** The commit of the sources. */
  readonly commit: string;
}

/** What the process of a cell reports. */
export type CellMessage =
  | {
      readonly kind: 'epoch';
      readonly epochs: number;
      readonly error: number;
      readonly seconds: number;
    }
  | { readonly kind: 'warning'; readonly line: string }
  | { readonly kind: 'finished'; readonly result: CellResult }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failure'; readonly fault: Fault; readonly text: string };

/**
 * Why a cell failed: this machine can't train it (backend, data set, disk), another run is using its
 * folder, the user can mend it otherwise, or anything else.
 */
export type Fault = 'machine' | 'in-use' | 'user' | 'bug';

/**
 * Trains a cell in this process and writes its result to its folder. Never throws.
 *
 * @returns the last message: the result, that it was stopped, or why it failed
 */
export async function runCellJob(
  { settings, data, folder, commit }: CellJob,
  post: (message: CellMessage) => void,
  signal: AbortSignal,
): Promise<CellMessage> {
  let ready = false;
  try {
    await startBackend(settings.backend, settings.threads);
    const digits = {
      training: await readDigits(data, 'training'),
      test: await readDigits(data, 'test'),
    };
    ready = true;
    const hooks = {
      signal,
      onEpoch: ({ epochs, seconds }: Pick<CellOutcome, 'epochs' | 'seconds'>) =>
        post({ kind: 'epoch', epochs: epochs.length, error: epochs.at(-1)?.error ?? 100, seconds }),
      onWarning: (line: string) => post({ kind: 'warning', line }),
    };
    return await withOutputFolder(folder, async () => {
      const outcome = await trainCell(settings, digits, folder, hooks);
      if (!outcome) return { kind: 'stopped' };
      const result = resultOf(outcome, { commit, sources: settings.sources });
      await writeResult(folder, result);
      await rename(join(folder, CHECKPOINT), join(folder, TRAINED));
      return { kind: 'finished', result };
    });
  } catch (error) {
    const fault = faultOf(error, ready);
    const text = error instanceof Error && (fault === 'bug' ? error.stack : error.message);
    return { kind: 'failure', fault, text: text || String(error) };
  }
}

function faultOf(error: unknown, ready: boolean): Fault {
  if (!(error instanceof UserError)) return 'bug';
  if (error instanceof FolderInUseError) return 'in-use';
  return ready && !(error instanceof CannotWriteError) ? 'user' : 'machine';
}
