import { Command, InvalidArgumentError, Option } from 'commander';

import { operationNames } from '../cases/operation.js';
import { parseShape, type Shape } from '../cases/shape.js';
import { backendNames } from '../hosts/backend-names.js';

/** Options that say what is measured and how. */
const ofARun = [
  'backend',
  'op',
  'shape',
  'quick',
  'minutes',
  'seed',
  'python',
  'chromium',
  'browser',
  'plugin',
];

/** The command line and its help. */
export function command(): Command {
  const all = new Command('bench')
    .description(
      'Times spatial transformers on every backend that is here, beside what else there is, and ' +
        'writes results.json, results.md and report.html. Every result is checked before it is timed.',
    )
    .addHelpText(
      'after',
      `\nOperations: ${operationNames.join(', ')}\nBackends: ${backendNames.join(', ')}`,
    );
  for (const option of [...selecting(), ...measuring(), ...reporting()]) all.addOption(option);
  return all;
}

function selecting(): Option[] {
  return [
    new Option('--backend <names...>', 'only these, of those listed below').choices(backendNames),
    new Option('--op <names...>', 'only these; grid means all whose names begin so'),
    new Option('--shape <shapes...>', 'only these: 1x512x512x3; any for sampling').argParser(
      shapes,
    ),
    new Option('--quick', 'a few cases and rounds: shows in minutes whether all is well').default(
      false,
    ),
    new Option('--plugin <modules...>', 'your transforms and samplers; --op adds others').default(
      [],
    ),
  ];
}

function measuring(): Option[] {
  return [
    integer('--minutes <number>', 'time for all of it: budgets shrink to fit').default(25),
    integer('--seed <integer>', 'decides pixels, θ and orders').default(1),
    new Option('--python <file>', 'a Python with torch (default: python3 or python, if it has)'),
    new Option(
      '--chromium <file>',
      'a Chromium (default: TFJS_STN_BROWSER, or one that is installed)',
    ).conflicts('browser'),
    new Option('--no-browser', 'leaves the browser out'),
  ];
}

function reporting(): Option[] {
  return [
    new Option('--out <folder>', 'where results go').default('out/benchmarks'),
    new Option('--compare <results>', 'says what changed since; exits 1 on a loss above 10 %'),
    new Option('--from <results>', 'reports on these results, without a run').conflicts(ofARun),
    new Option('--readme <file>', 'writes the performance section of this file anew').conflicts(
      'quick',
    ),
    new Option('--page', 'serves the page where your own browser runs the same cases')
      .default(false)
      .conflicts([...ofARun, 'out', 'compare', 'from', 'readme']),
    integer('--port <number>', 'of the page; 0 takes any that is free').default(8080),
  ];
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
