import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { removeCheckpoint, checkpointPath } from '../checkpoint/checkpoint-file.js';
import { planStart } from '../checkpoint/plan-start.js';
import { defaultDataFolder } from '../data/data-folder.js';
import { readDigits } from '../data/digits.js';
import { digitsFingerprint } from '../data/digits-fingerprint.js';
import { withOutputFolder } from '../files/output-folder.js';
import type { Job } from '../jobs/job.js';
import { runJobs } from '../jobs/run-jobs.js';
import { progressBars } from '../report/progress-bars.js';
import { progressLines } from '../report/progress-lines.js';
import { resultTable } from '../report/result-table.js';
import { writeResults } from '../report/write-results.js';
import type { Settings } from '../training/settings.js';
import type { Options } from './options.js';
import type { RunContext } from './run.js';

/**
 * Trains and tests what the options ask for, prints the results and writes them.
 *
 * @throws UserError for what people can mend
 */
export async function runExperiment(options: Options, context: RunContext): Promise<void> {
  await withOutputFolder(options.out, () => trainAndTest(options, context));
}

async function trainAndTest(options: Options, context: RunContext): Promise<void> {
  const { console, signal } = context;
  const print = (line: string): void => void console.output.write(`${line}\n`);
  const { models, out } = options;
  const data = options.data ?? defaultDataFolder();
  const settings = await settingsOf(options, data);
  print(headline(options, settings));
  const jobs: Job[] = [];
  for (const model of models) {
    const { checkpoint, note } = await planStart(out, model, settings);
    if (note) print(note);
    jobs.push({ model, settings, data, out, ...(checkpoint && { checkpoint }) });
  }
  const display = console.interactive ? progressBars(console.output, models) : progressLines(print);
  const results = await runJobs(jobs, display, context);
  if (signal.aborted || results.length < jobs.length) {
    return print('Stopped. What is learned is kept; run the same command again to go on.');
  }
  print(resultTable(results));
  const files = await writeResults(out, settings, results);
  print(`Written: ${files.join(', ')}`);
  for (const model of models) await removeCheckpoint(checkpointPath(out, model));
}

/** The settings, with the data looked at before anything long begins. */
async function settingsOf(options: Options, data: string): Promise<Settings> {
  const { epochs, batch, lr: learningRate, seed, distortion, backend } = options;
  const digits = await readDigits(data, 'training');
  const images = digits.count;
  await readDigits(data, 'test');
  if (batch > images) {
    throw new UserError(`--batch ${batch} is more than the ${images} training images. Lower it`);
  }
  const dataset = digitsFingerprint(digits);
  return { epochs, batch, learningRate, seed, distortion, backend, images, dataset };
}

function headline({ models, distortion, backend }: Options, { epochs, images }: Settings): string {
  const names = models.map((name) => name.toUpperCase()).join(' and ');
  const passes = `${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} of ${images.toLocaleString('en')}`;
  return `${names} on MNIST, distortion: ${distortion}; ${passes} images, backend ${backend}`;
}
