import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { basename, dirname } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { isMissing } from '../files/file-errors.js';
import { withOutputFolder, writeOutput } from '../files/output-folder.js';
import { cellId, type Cell } from './cell.js';
import type { Provenance } from './provenance.js';
import type { CellOutcome, EpochRecord } from './training/train-cell.js';

/** A finished cell, as it is committed. */
export interface CellResult extends Cell, Provenance {
  /** Percent of wrong answers on the 10,000 test digits. */
  readonly error: number;
  readonly epochs: number;
  readonly steps: number;
  readonly weights: number;
  /** Training time. */
  readonly seconds: number;
  readonly backend: string;
  readonly threads: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly localisationFactor: number;
  /** The processor. */
  readonly machine: string;
  /** Fingerprint of MNIST. */
  readonly dataset: string;
  readonly history: readonly EpochRecord[];
}

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

/** Adds results to paper.json; each replaces an earlier one of the same cell and seed. */
export async function addResults(path: string, added: readonly CellResult[]): Promise<void> {
  const folder = dirname(path);
  await withOutputFolder(folder, async () => {
    const { cells } = await readResults(path);
    const byId = new Map([...cells, ...added].map((cell) => [cellId(cell), cell]));
    const sorted = [...byId.values()].toSorted((one, other) =>
      cellId(one).localeCompare(cellId(other), 'en', { numeric: true }),
    );
    await writeOutput(folder, basename(path), `${JSON.stringify({ cells: sorted }, null, 1)}\n`);
  });
}
