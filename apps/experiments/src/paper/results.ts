import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { isMissing } from '../files/file-errors.js';
import { writeOutput } from '../files/output-folder.js';
import type { CellResult } from './cell-result.js';
import { cellId, paperDistortions } from './cell.js';
import type { Provenance } from './provenance.js';
import { errorCurves } from './report/error-curves.js';
import { pictureName, resultsPage } from './report/results-page.js';
import type { CellOutcome } from './training/train-cell.js';

/** The content of paper.json. */
export interface PaperResults {
  readonly cells: readonly CellResult[];
}

/** The result of a cell, from what its training returned. */
export function resultOf(outcome: CellOutcome, { commit, sources }: Provenance): CellResult {
  const { settings, error, steps, weights, seconds, epochs: history } = outcome;
  const { cell, epochs, batch, learningRate, localisationFactor, backend, threads, dataset } =
    settings;
  const machine = cpus()[0]?.model ?? process.arch;
  const trained = { epochs, steps, weights, seconds: Math.round(seconds), backend, threads };
  const recipe = { batch, learningRate, localisationFactor };
  return { ...cell, error, ...trained, ...recipe, machine, dataset, commit, sources, history };
}

/**
 * Reads paper.json.
 *
 * @returns no cells if there is no file
 * @throws UserError if it is damaged
 */
export async function readResults(path: string): Promise<PaperResults> {
  try {
    const parsed = JSON.parse(await readFile(path, 'utf8')) as Partial<PaperResults>;
    if (Array.isArray(parsed.cells)) return parsed as PaperResults;
    throw new SyntaxError('it has no list of cells');
  } catch (error) {
    if (isMissing(error)) return { cells: [] };
    throw new UserError(
      `Cannot read the results ${path} (${String(error)}). Restore the file, or name another with --results`,
    );
  }
}

/** The name of a finished cell's result in its folder. */
const RESULT = 'result.json';

/** Writes the result of a cell to its folder. */
export async function writeResult(folder: string, result: CellResult): Promise<void> {
  await writeOutput(folder, RESULT, `${JSON.stringify(result, null, 1)}\n`);
}

/** The results in the folders of cells; nothing where a cell is not finished. */
export async function finishedResults(folders: readonly string[]): Promise<CellResult[]> {
  const read = async (folder: string): Promise<CellResult[]> => {
    try {
      return [JSON.parse(await readFile(join(folder, RESULT), 'utf8')) as CellResult];
    } catch (error) {
      if (isMissing(error)) return [];
      throw new UserError(
        `Cannot read the result in ${folder} (${String(error)}). Delete it to train the cell again`,
      );
    }
  };
  return (await Promise.all(folders.map(read))).flat();
}

/**
 * Adds results to paper.json and writes the page and the plot next to it. Each result replaces an
 * earlier one of the same cell and seed. What another process writes at the same time may be
 * missing until the next call: cells' folders keep their results.
 */
export async function collectResults(path: string, added: readonly CellResult[]): Promise<void> {
  const folder = dirname(path);
  const { cells } = await readResults(path);
  const byId = new Map([...cells, ...added].map((cell) => [cellId(cell), cell]));
  const sorted = [...byId.values()].toSorted((one, other) =>
    cellId(one).localeCompare(cellId(other), 'en', { numeric: true }),
  );
  await writeOutput(folder, basename(path), `${JSON.stringify({ cells: sorted }, null, 1)}\n`);
  const drawn = paperDistortions.filter((name) => existsSync(join(folder, pictureName(name))));
  await writeOutput(folder, 'paper.md', resultsPage(sorted, drawn));
  await writeOutput(folder, 'paper-curves.svg', errorCurves(sorted));
}
