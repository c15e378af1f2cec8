import { createHash } from 'node:crypto';
import { join } from 'node:path';

import { defaultDataFolder, digitsFingerprint, readDigits } from '../digits.js';
import type { CellJob } from './cell-job.js';
import type { CellResult } from './cell-result.js';
import { cellId } from './cell.js';
import type { PaperOptions } from './parse-paper-options.js';
import type { Provenance } from './provenance.js';
import { recipes } from './training/recipe.js';

/** The data set of a command line. */
export interface DataSet {
  /** The folder of MNIST's files. */
  readonly data: string;
  /** A hash of its images and labels. */
  readonly dataset: string;
}

/**
 * Reads the data set once, to identify it.
 *
 * @throws UserError if it is missing or damaged
 */
export async function dataSetOf({ data = defaultDataFolder() }: PaperOptions): Promise<DataSet> {
  const [training, test] = [await readDigits(data, 'training'), await readDigits(data, 'test')];
  const both = `${digitsFingerprint(training)}${digitsFingerprint(test)}`;
  return { data, dataset: createHash('sha256').update(both).digest('hex').slice(0, 12) };
}

/** The chosen cells as jobs. */
export function plannedJobs(
  { cells, backend, threads, out, epochs }: PaperOptions,
  { data, dataset }: DataSet,
  { commit, sources }: Provenance,
): CellJob[] {
  return cells.map((cell) => {
    const recipe = recipes[cell.distortion];
    const trained = { ...recipe, epochs: epochs ?? recipe.epochs };
    const settings = { ...trained, cell, backend, threads, dataset, sources };
    return { settings, data, folder: join(out, cellId(cell)), commit };
  });
}

/**
 * Whether a result is that of a job: the same cell, recipe, data, backend and threads. Sources may
 * differ, since any change of a package would otherwise ask for days of training; a result names its
 * own.
 */
export function isResultOf(result: CellResult, { settings }: Pick<CellJob, 'settings'>): boolean {
  const { cell, sources: _, ...rest } = settings;
  const names = Object.keys(rest) as (keyof typeof rest)[];
  return cellId(result) === cellId(cell) && names.every((name) => result[name] === rest[name]);
}
