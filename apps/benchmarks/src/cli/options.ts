import { access, constants, mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { parseCommand } from '@tfjs-stn-apps/app-tools/parse-command';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { Command, InvalidArgumentError, Option } from 'commander';

import { backendNames, operationNames, parseShape, type Shape } from '../cases/cases.js';
import { reasonOf } from '../contestants/contestant.js';
import { requireMarkers } from '../report/readme-section.js';
import { wrapped } from '../report/tables.js';

/** The command line, checked. */
export interface Options {
  readonly backend?: readonly string[];
  readonly op?: readonly string[];
  readonly shape?: readonly Shape[];
  readonly quick: boolean;
  readonly extra: boolean;
  readonly plugin: readonly string[];
  readonly list: boolean;
  readonly minutes: number;
  readonly seed: number;
  readonly python?: string;
  readonly browser: boolean;
  readonly equalThreads: boolean;
  readonly out: string;
  readonly compare?: string;
  readonly from?: string;
  readonly readme?: string;
  readonly page: boolean;
  readonly port: number;
}

/** Options that decide what is measured and how. */
const ofARun =
  'backend op shape quick extra plugin list minutes seed python browser equalThreads'.split(' ');

const description =
  'Times spatial transformers on every backend of this machine and against their peers, and ' +
  'writes results.json and report.html. Every result is checked before it is timed.';
const examples = `
Examples:
  npm run bench
      everything, 25 minutes at most
  npm run bench -- --quick
      a few cases and rounds, a few minutes
  npm run bench -- --op affine grid --shape 1x512x512x3
      some operations at one shape
  npm run bench -- --plugin ./my-transform.js
      a transform or sampler of your own
  npm run bench -- --compare before.json
      what changed since; exits 1 on a loss
  npm run bench -- --page
      the same cases in your own browser
`;

const reported = 'out compare from readme'.split(' ');

const allOptions: readonly Option[] = [
  option('--backend <names...>', 'only these').choices(backendNames),
  option('--op <names...>', 'only these; a prefix such as grid selects all that begin with it'),
  option('--shape <shapes...>', 'only these: 1x512x512x3; any for sampling').argParser(shapes),
  option('--quick', 'a few cases and rounds, for a check in minutes'),
  option('--extra', 'also more convolutions, depthwise, average pooling, and shrinking images'),
  option('--plugin <modules...>', 'your transforms and samplers; --op adds others'),
  option('--list', 'lists targets, cases and contestants without measuring'),
  integer('--minutes <number>', 'time limit for the whole run: budgets shrink to fit', 25),
  integer('--seed <integer>', 'seed of pixels, θ and the order of contestants', 1),
  option('--python <file>', 'a Python with torch (default: python3 or python)'),
  option('--no-browser', 'leaves the browser out; TFJS_STN_BROWSER names another'),
  option('--equal-threads', 'runs each thread count in a process with as many threads and cores'),
  option('--out <folder>', 'the folder for results').default('out/benchmarks'),
  option('--compare <results>', 'reports what changed since then; exits 1 on a loss above 10 %'),
  option('--from <results>', 'reports on these results instead of a run').conflicts(ofARun),
  option('--readme <file>', 'updates the performance section of this file').conflicts('quick'),
  option('--page', 'serves a page that runs the cases in your own browser').conflicts([
    ...ofARun,
    ...reported,
  ]),
  integer('--port <number>', 'port of the page; 0 for any free one', 8080),
];

function option(name: string, what: string): Option {
  return new Option(name, what);
}

function integer(name: string, what: string, otherwise: number): Option {
  const read = (text: string): number => {
    if (/^\d{1,9}$/.test(text)) return Number(text);
    throw new InvalidArgumentError('It must be an integer of at most nine digits.');
  };
  return option(name, what).argParser(read).default(otherwise);
}

function shapes(text: string, before: readonly Shape[] = []): Shape[] {
  const shape = parseShape(text);
  if (shape) return [...before, shape];
  throw new InvalidArgumentError(
    'It must be batch, height, width and channels, such as 1x512x512x3.',
  );
}

/** Reads the command line, or gives a text such as the help. Throws UserError for what isn't allowed. */
export function parseOptions(args: readonly string[], columns: number): Options | string {
  const program = new Command('npm run bench --').usage('[options]').description(description);
  const operations = wrapped(`Operations: ${operationNames.join(', ')}`, columns).join('\n');
  program.configureHelp({ minWidthToWrap: 20 });
  program.addHelpText('after', `${examples}\n${operations}`);
  for (const each of allOptions) program.addOption(each);
  const text = parseCommand(program, args, columns);
  if (text !== undefined) return text;
  const unset = { quick: false, extra: false, list: false, equalThreads: false, page: false };
  const given = program.opts<Omit<Options, keyof typeof unset | 'plugin'>>();
  const options: Options = { ...unset, plugin: [], ...given };
  if (!options.page && program.getOptionValueSource('port') === 'cli') {
    throw new UserError('--port is the port of the page. Give it with --page');
  }
  return options;
}

/** Refuses what would show only after the run. Throws UserError. */
export async function validateOptions(options: Options): Promise<void> {
  const { out, readme, compare, backend, browser, minutes } = options;
  const refuse = (message: string): never => {
    throw new UserError(message);
  };
  if (minutes < 1) refuse('--minutes must be at least 1, got 0');
  const inBrowser = (backend ?? []).filter((name) => name.startsWith('chromium'));
  if (!browser && inBrowser.length > 0) {
    refuse(`--no-browser leaves out --backend ${inBrowser.join(', ')}. Choose one`);
  }
  if (compare !== undefined && resolve(compare) === resolve(join(out, 'results.json'))) {
    refuse(
      `--compare ${compare} would be overwritten by this run. Copy it first, or choose another folder with --out`,
    );
  }
  await mkdir(out, { recursive: true })
    .then(() => access(out, constants.W_OK))
    .catch((error: unknown) =>
      refuse(`Cannot write to ${out}: ${reasonOf(error)}. Choose another folder with --out`),
    );
  if (readme === undefined) return;
  const text = await readFile(readme, 'utf8').catch((error: unknown) =>
    refuse(`--readme ${readme} can't be read: ${reasonOf(error)}. Name a Markdown file`),
  );
  requireMarkers(text, readme);
}
