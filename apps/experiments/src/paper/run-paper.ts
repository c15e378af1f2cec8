import { createHash } from 'node:crypto';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';

import type { Console } from '@tfjs-stn-apps/app-tools/console';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { defaultDataFolder, digitsFingerprint, readDigits } from '../digits.js';
import { cellId, type Cell } from './cell.js';
import type { CellJob } from './cell-process.js';
import { parsePaperOptions, type PaperOptions } from './parse-paper-options.js';
import type { Provenance } from './provenance.js';
import { addResults, readResults, resultOf, type CellResult } from './results.js';
import type { CellRunner } from './run-cell.js';
import { recipes } from './training/recipe.js';
import { CHECKPOINT, TRAINED } from './training/train-cell.js';

/** The parts of the process that `npm run paper` uses. */
export interface PaperContext {
  readonly console: Pick<Console, 'output' | 'errors' | 'columns'>;
  readonly runCell: CellRunner;
  readonly provenance: () => Provenance;
  /** Stops the run and keeps its checkpoints. */
  readonly signal: AbortSignal;
}

/** The exit code that shells expect of a program stopped with Ctrl-C. */
const INTERRUPTED = 130;

/**
 * Runs `npm run paper`.
 *
 * @param args the command line without node and script
 * @returns the exit code: 0, 1 after an error, 130 if stopped
 */
export async function runPaper(args: readonly string[], context: PaperContext): Promise<number> {
  const { console, signal } = context;
  try {
    const options = parsePaperOptions(args, console.columns);
    if ('text' in options) {
      console.output.write(options.text);
      return 0;
    }
    await trainCells(options, context);
    return signal.aborted ? INTERRUPTED : 0;
  } catch (error) {
    const text = error instanceof UserError ? error.message : (error as Error).stack;
    console.errors.write(`${text ?? String(error)}\n`);
    return 1;
  }
}

/** Trains the cells that are not recorded yet, several at a time. */
async function trainCells(options: PaperOptions, context: PaperContext): Promise<void> {
  const { console, signal } = context;
  const print = (line: string): void =>
    void console.output.write(`${new Date().toISOString()} ${line}\n`);
  const { results, jobs } = options;
  const source = context.provenance();
  const data = options.data ?? defaultDataFolder();
  const dataset = await fingerprint(data);
  const recorded = (await readResults(results)).cells;
  const waiting = options.cells
    .map((cell) => jobOf(cell, { options, data, dataset, sources: source.sources }))
    .filter((job) => options.again || !recorded.some((result) => isResultOf(result, job)));
  print(`${waiting.length} of ${options.cells.length} cells to train, commit ${source.commit}`);
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);
  const worker = async (): Promise<void> => {
    for (let job = waiting.shift(); job && !stop.aborted; job = waiting.shift()) {
      const outcome = await context.runCell(job, print, stop);
      if (!outcome) return print(`${cellId(job.settings.cell)}: stopped`);
      await addResults(results, [resultOf(outcome, source)]);
      await keepTrained(job.folder);
      print(`${cellId(job.settings.cell)}: test error ${outcome.error.toFixed(2)} %`);
    }
  };
  const failing = async (): Promise<void> => {
    try {
      await worker();
    } catch (error) {
      failed.abort();
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: jobs }, failing));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

/** Renames the checkpoint of a finished cell: its net is kept, and the next run starts over. */
async function keepTrained(folder: string): Promise<void> {
  await rename(join(folder, CHECKPOINT), join(folder, TRAINED));
}

interface JobContext {
  readonly options: PaperOptions;
  readonly data: string;
  readonly dataset: string;
  readonly sources: string;
}

function jobOf(cell: Cell, { options, data, dataset, sources }: JobContext): CellJob {
  const { backend, threads, out } = options;
  const recipe = recipes[cell.distortion];
  const epochs = options.epochs ?? recipe.epochs;
  const settings = { ...recipe, epochs, cell, backend, threads, dataset, sources };
  return { settings, data, folder: join(out, cellId(cell)) };
}

/** Whether a result is that of a job: the same cell, sources, data, backend and recipe. */
function isResultOf(result: CellResult, { settings }: CellJob): boolean {
  const { cell, ...rest } = settings;
  const names = Object.keys(rest) as (keyof typeof rest)[];
  return cellId(result) === cellId(cell) && names.every((name) => result[name] === rest[name]);
}

async function fingerprint(data: string): Promise<string> {
  const [training, test] = [await readDigits(data, 'training'), await readDigits(data, 'test')];
  const both = `${digitsFingerprint(training)}${digitsFingerprint(test)}`;
  return createHash('sha256').update(both).digest('hex').slice(0, 12);
}
