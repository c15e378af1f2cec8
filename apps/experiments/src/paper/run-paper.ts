import { dirname, join } from 'node:path';

import type { Console } from '@tfjs-stn-apps/app-tools/console';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { defaultDataFolder, readDigits } from '../digits.js';
import { writeOutput } from '../files/output-folder.js';
import { startBackend } from '../training/start-backend.js';
import { cellId, isCoLocalisation, isMultiDigit, paperDistortions } from './cell.js';
import { parsePaperOptions, type PaperOptions } from './parse-paper-options.js';
import { dataSetOf, isResultOf, plannedJobs } from './planned-jobs.js';
import type { Provenance } from './provenance.js';
import { enqueueCells } from './queue/enqueue-cells.js';
import { openQueue, type OpenQueue } from './queue/open-queue.js';
import { queuedResults, queueStatus } from './queue/queue-status.js';
import { workOnQueue } from './queue/work-on-queue.js';
import { rectifiedDigits } from './report/rectified-digits.js';
import { pictureName } from './report/results-page.js';
import { collectResults, finishedResults, readResults } from './results.js';
import type { CellRunner } from './run-cell.js';

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
    await commandOf(options)(options, context);
    return signal.aborted ? INTERRUPTED : 0;
  } catch (error) {
    const text = error instanceof UserError ? error.message : (error as Error).stack;
    console.errors.write(`${text ?? String(error)}\n`);
    return 1;
  }
}

type Command = (options: PaperOptions, context: PaperContext) => Promise<void>;

function commandOf({ command, queue }: PaperOptions): Command {
  if (command === 'train') return queue === undefined ? trainCells : enqueue;
  return { report, worker, status }[command];
}

/** Puts the cells that are not recorded yet into the queue. */
const enqueue: Command = async (options, context) => {
  const jobs = plannedJobs(options, await dataSetOf(options), context.provenance());
  const { cells } = await readResults(options.results);
  const waiting = jobs.filter((job) => !cells.some((result) => isResultOf(result, job)));
  const added = await withQueue(options, context, (queue) => enqueueCells(waiting, queue));
  context.console.output.write(
    `${added} of ${jobs.length} cells are new in the queue. Train them with: npm run paper -- worker --queue URL\n`,
  );
};

/** Trains cells of the queue. */
const worker: Command = async (options, context) => {
  const dataSet = await dataSetOf(options);
  const own = { ...options, ...context, ...dataSet, ...context.provenance() };
  const print = printer(context);
  print(`worker, commit ${own.commit}`);
  await withQueue(options, context, (queue) => workOnQueue(queue, { ...own, print }));
};

const status: Command = async (options, context) => {
  context.console.output.write(await withQueue(options, context, queueStatus));
};

async function withQueue<T>(
  { queue: url = '' }: PaperOptions,
  { console }: PaperContext,
  use: (queue: OpenQueue) => Promise<T>,
): Promise<T> {
  const queue = await openQueue(url, (text) => void console.errors.write(`queue: ${text}\n`));
  try {
    return await use(queue);
  } finally {
    await queue.close();
  }
}

/** Prints lines with the time. */
function printer({ console }: PaperContext): (line: string) => void {
  return (line) => void console.output.write(`${new Date().toISOString()} ${line}\n`);
}

/** Collects the results of finished cells, and draws what their transformers do. */
async function report(options: PaperOptions, context: PaperContext): Promise<void> {
  const { cells, out, results } = options;
  const ids = cells.map(cellId);
  const finished =
    options.queue === undefined
      ? await finishedResults(ids.map((id) => join(out, id)))
      : (await withQueue(options, context, queuedResults)).filter((result) =>
          ids.includes(cellId(result)),
        );
  await drawRectified(options, printer(context));
  await collectResults(results, finished);
  context.console.output.write(
    `${finished.length} of ${cells.length} cells are finished: ${results}\n`,
  );
}

/** Writes a picture for every column that has a trained ST-CNN. */
async function drawRectified(
  { cells, out, results, data, backend }: PaperOptions,
  print: (line: string) => void,
): Promise<void> {
  await startBackend(backend, 1);
  const test = await readDigits(data ?? defaultDataFolder(), 'test');
  for (const distortion of paperDistortions) {
    if (distortion === 'ADD' || isMultiDigit(distortion) || isCoLocalisation(distortion)) continue;
    const drawn = cells.filter(
      (cell) => cell.distortion === distortion && cell.model.startsWith('st-') && cell.seed === 1,
    );
    const picture = await rectifiedDigits(distortion, drawn, out, test, print);
    if (picture) await writeOutput(dirname(results), pictureName(distortion), picture);
  }
}

/** Trains the cells that are not recorded yet, several at a time. */
async function trainCells(options: PaperOptions, context: PaperContext): Promise<void> {
  const { signal } = context;
  const print = printer(context);
  const { results, jobs: parallel, again } = options;
  const source = context.provenance();
  const jobs = plannedJobs(options, await dataSetOf(options), source);
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
