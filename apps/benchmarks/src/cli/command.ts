import { Command, InvalidArgumentError, Option } from 'commander';

import { operationNames } from '../cases/operation.js';
import { parseShape, type Shape } from '../cases/shape.js';
import { backendNames } from '../hosts/backend-names.js';

/** The command line and its help. */
export function command(): Command {
  return new Command('bench')
    .description(
      'Times spatial transformers on every backend that is here, beside what else there is, and ' +
        'writes results.json, results.md and report.html. Every result is checked before it is timed.',
    )
    .addOption(
      new Option('--backend <names...>', 'only these, of those listed below').choices(backendNames),
    )
    .option('--op <names...>', 'only these; grid means all whose names begin so')
    .addOption(
      new Option('--shape <shapes...>', 'only these: 1x512x512x3; any for sampling').argParser(
        shapes,
      ),
    )
    .option('--quick', 'a few cases and rounds: shows in minutes whether all is well', false)
    .addOption(integer('--seed <integer>', 'decides pixels, θ and orders').default(1))
    .option('--out <folder>', 'where results go', 'out/benchmarks')
    .option('--python <file>', 'a Python with torch (default: python3 or python, if it has)')
    .option('--chromium <file>', 'a Chromium (default: the one that is installed)')
    .option('--no-browser', 'leaves the browser out')
    .option('--plugin <modules...>', 'with transforms and samplers of your own', [])
    .option('--compare <results>', 'says what changed since; exits 1 on a loss above 10 %')
    .option('--from <results>', 'reports on these results, without a run')
    .option('--readme <file>', 'writes the performance table in this Markdown file anew')
    .option('--page', 'serves the page where your own browser runs the same cases', false)
    .addOption(integer('--port <number>', 'of the page; 0 takes any that is free').default(8080))
    .addHelpText(
      'after',
      `\nOperations: ${operationNames.join(', ')}\nBackends: ${backendNames.join(', ')}`,
    );
}

function shapes(text: string, before: readonly Shape[] = []): Shape[] {
  const shape = parseShape(text);
  if (shape) return [...before, shape];
  throw new InvalidArgumentError(
    'It must be batch, height, width and channels, such as 1x512x512x3.',
  );
}

function integer(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new InvalidArgumentError('It must be an integer of at most nine digits.');
  });
}
