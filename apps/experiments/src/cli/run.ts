import type { Console } from '@tfjs-stn-apps/app-tools/console';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { defaultDataFolder, digitsFingerprint, readDigits } from '../digits.js';
import { withOutputFolder } from '../files/output-folder.js';
import type { Job, JobRunner } from '../jobs/job.js';
import { runJobs } from '../jobs/run-jobs.js';
import { progressBars, progressLines, wrapped } from '../report/progress.js';
import { resultTable, writeResults } from '../report/results.js';
import type { ModelName, Settings } from '../settings.js';
import { checkpointPath, planStart, removeCheckpoint } from '../training/checkpoint.js';
import { fastestBackend } from '../training/start-backend.js';
import { freeFolder } from './free-folder.js';
import { parseOptions, type Options } from './parse-options.js';

/** The parts of the process that a run uses. */
export interface RunContext {
  readonly console: Console;
  readonly runJob: JobRunner;
  /** Stops the run and keeps its checkpoints. */
  readonly signal: AbortSignal;
  /** Asks a question that is answered with yes or no, if there is someone to ask. */
  readonly ask?: (question: string) => Promise<boolean>;
}

/** The exit code that shells expect of a program stopped with Ctrl-C. */
const INTERRUPTED = 130;

/**
 * Runs the whole program.
 *
 * @param args the command line without node and script
 * @returns the exit code: 0, 1 after an error, 130 if stopped
 */
export async function run(args: readonly string[], context: RunContext): Promise<number> {
  const { console, signal } = context;
  try {
    const request = parseOptions(args, console.columns);
    if (request.kind === 'text') {
      console.output.write(request.text);
      return 0;
    }
    const { out, note } = await freeFolder(request.options, context.ask);
    if (signal.aborted) return INTERRUPTED;
    const options = { ...request.options, out };
    if (note) console.output.write(`${wrapped(note, console.columns)}\n`);
    await withOutputFolder(out, () => trainAndTest(options, context));
    return signal.aborted ? INTERRUPTED : 0;
  } catch (error) {
    console.errors.write(`${describe(error)}\n`);
    return 1;
  }
}

/** Trains and tests what the options ask for, prints the results and writes them. */
async function trainAndTest(options: Options, context: RunContext): Promise<void> {
  const { console, signal } = context;
  const print = (line: string): void =>
    void console.output.write(`${wrapped(line, console.columns)}\n`);
  const { models, out } = options;
  const data = options.data ?? defaultDataFolder();
  const settings = await settingsOf(options, data);
  print(headline(models, settings));
  const jobs: Job[] = [];
  for (const model of models) {
    const { checkpoint, note } = await planStart(out, model, settings);
    if (note) print(note);
    jobs.push({ model, settings, data, out, ...(checkpoint && { checkpoint }) });
  }
  const display = console.interactive
    ? progressBars(console.output, models, console.columns)
    : progressLines(print, console.columns);
  const results = await runJobs(jobs, display, context);
  if (signal.aborted || results.length < jobs.length) {
    return print('Stopped. The checkpoints are kept; run the same command again to resume.');
  }
  console.output.write(`${resultTable(results)}\n`);
  const files = await writeResults(out, settings, results);
  print(`Written: ${files.join(', ')}`);
  for (const model of models) await removeCheckpoint(checkpointPath(out, model));
}

/** Derives the settings, and reads all data once before anything slow begins. */
async function settingsOf(options: Options, data: string): Promise<Settings> {
  const { epochs, batch, lr: learningRate, seed, distortion, transform, sampler } = options;
  const backend = options.backend === 'auto' ? await fastestBackend() : options.backend;
  const digits = await readDigits(data, 'training');
  const images = digits.count;
  await readDigits(data, 'test');
  if (batch > images) {
    throw new UserError(`--batch must be at most ${images}, the training images, got ${batch}`);
  }
  const dataset = digitsFingerprint(digits);
  const training = { epochs, batch, learningRate, seed, distortion, backend };
  return { ...training, transform, sampler, images, dataset };
}

function headline(models: readonly ModelName[], settings: Settings): string {
  const { epochs, images, distortion, backend, transform, sampler } = settings;
  const names = models.map((name) => name.toUpperCase()).join(' and ');
  const transformer = models.includes('st-cnn') ? `, transformer: ${transform}, ${sampler}` : '';
  const passes = `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} of ${images.toLocaleString('en')}`;
  return `${names} on MNIST, distortion: ${distortion}${transformer}; ${passes} images, backend ${backend}`;
}

function describe(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (process.env['DEBUG']) return stack;
  const [line = ''] = stack.split('\n', 1);
  return `The program failed: ${line}. This is a bug; please report it with the output under DEBUG=1`;
}
