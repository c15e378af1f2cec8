import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';

import type { Console } from '@tfjs-stn-apps/app-tools/console';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { defaultDataFolder, digitsFingerprint, readDigits } from '../digits.js';
import { writeOutput } from '../files/output-folder.js';
import { startBackend } from '../training/start-backend.js';
import type { CellResult } from './cell-result.js';
import { cellId, paperDistortions, type Cell } from './cell.js';
import type { CellJob } from './cell-job.js';
import { parsePaperOptions, type PaperOptions } from './parse-paper-options.js';
import type { Provenance } from './provenance.js';
import { rectifiedDigits } from './report/rectified-digits.js';
import { collectResults, finishedResults, readResults } from './results.js';
import type { CellRunner } from './run-cell.js';
import { recipes } from './training/recipe.js';

/** The parts of the process that `npm run paper` uses. */
export interface PaperContext {
  readonly console: Pick<Console, 'output' | 'errors' | 'columns'>;
  readonly runCell: CellRunner;
  readonly provenance: () => Provenance;
  readonly environment: Readonly<Record<string, string | undefined>>;
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
    const options = parsePaperOptions(args, console.columns, context.environment);
    if ('text' in options) {
      console.output.write(options.text);
      return 0;
    }
    if (options.command === 'report') await report(options, context);
    else await trainCells(options, context);
    return signal.aborted ? INTERRUPTED : 0;
  } catch (error) {
    const text = error instanceof UserError ? error.message : (error as Error).stack;
    console.errors.write(`${text ?? String(error)}\n`);
    return 1;
  }
}

/** Collects the results of finished cells, and draws what their transformers do. */
async function report(options: PaperOptions, { console }: PaperContext): Promise<void> {
  const { cells, out, results } = options;
  const finished = await finishedResults(cells.map((cell) => join(out, cellId(cell))));
  await collectResults(results, finished);
  await drawRectified(options);
  console.output.write(`${finished.length} of ${cells.length} cells are finished: ${results}\n`);
}

/** Writes a picture for every column that has a trained ST-CNN. */
async function drawRectified({ cells, out, results, data, backend }: PaperOptions): Promise<void> {
  await startBackend(backend, 1);
  const test = await readDigits(data ?? defaultDataFolder(), 'test');
  for (const distortion of paperDistortions) {
    if (distortion === 'ADD') continue;
    const drawn = cells.filter(
      (cell) => cell.distortion === distortion && cell.model.startsWith('st-') && cell.seed === 1,
    );
    const picture = await rectifiedDigits(distortion, drawn, out, test);
    if (picture) await writeOutput(dirname(results), `rectified-${distortion}.png`, picture);
  }
}

/** Trains the cells that are not recorded yet, several at a time. */
async function trainCells(options: PaperOptions, context: PaperContext): Promise<void> {
  const { console, signal } = context;
  const print = (line: string): void =>
    void console.output.write(`${new Date().toISOString()} ${line}\n`);
  const { results, jobs: parallel, again } = options;
  const source = context.provenance();
  const data = options.data ?? defaultDataFolder();
  const dataset = await fingerprint(data);
  const jobs = options.cells.map((cell) => jobOf(cell, { options, data, dataset, ...source }));
  const finished = await finishedResults(jobs.map(({ folder }) => folder));
  const known = [...(await readResults(results)).cells, ...finished];
  const waiting = jobs.filter((job) => again || !known.some((result) => isResultOf(result, job)));
  print(`${waiting.length} of ${jobs.length} cells to train, commit ${source.commit}`);
  let recording = Promise.resolve();
  const failures: unknown[] = [];
  const trainWaiting = async (): Promise<void> => {
    for (let job = waiting.shift(); job && !signal.aborted; job = waiting.shift()) {
      const id = cellId(job.settings.cell);
      try {
        const result = await context.runCell(job, print, signal);
        if (!result) return print(`${id}: stopped`);
        finished.push(result);
        print(`${id}: test error ${result.error.toFixed(2)} %`);
        // One at a time: each call writes all that is known.
        recording = recording.then(() => collectResults(results, finished));
        await recording;
      } catch (error) {
        // The other cells may do better.
        print(`${id}: ${error instanceof Error ? error.message : String(error)}`);
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: parallel }, trainWaiting));
  if (finished.length > 0) await collectResults(results, finished);
  if (failures.length > 0) throw failures[0];
}

interface JobContext extends Provenance {
  readonly options: PaperOptions;
  readonly data: string;
  readonly dataset: string;
}

function jobOf(cell: Cell, { options, data, dataset, commit, sources }: JobContext): CellJob {
  const { backend, threads, out } = options;
  const recipe = recipes[cell.distortion];
  const epochs = options.epochs ?? recipe.epochs;
  const settings = { ...recipe, epochs, cell, backend, threads, dataset, sources };
  return { settings, data, folder: join(out, cellId(cell)), commit };
}

/**
 * Whether a result is that of a job: the same cell, recipe, data, backend and threads. Sources may
 * differ, since any change of a package would otherwise ask for days of training; a result names its
 * own.
 */
function isResultOf(result: CellResult, { settings }: CellJob): boolean {
  const { cell, sources: _, ...rest } = settings;
  const names = Object.keys(rest) as (keyof typeof rest)[];
  return cellId(result) === cellId(cell) && names.every((name) => result[name] === rest[name]);
}

async function fingerprint(data: string): Promise<string> {
  const [training, test] = [await readDigits(data, 'training'), await readDigits(data, 'test')];
  const both = `${digitsFingerprint(training)}${digitsFingerprint(test)}`;
  return createHash('sha256').update(both).digest('hex').slice(0, 12);
}
