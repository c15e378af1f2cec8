import { statSync } from 'node:fs';

import { parseCommand } from '@tfjs-stn-apps/app-tools/parse-command';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { Command, InvalidArgumentError, Option } from 'commander';

/** Height, width and channels. */
export type ImageSize = readonly [height: number, width: number, channels: number];

/** What the command line asks for. */
export interface Options {
  /** A checkpoint, a safetensors file, a model.json or a folder with one. */
  readonly input: string;
  /** Whether the input is a saved model, and not weights. */
  readonly isModel: boolean;
  readonly out?: string;
  readonly to: 'tfjs' | 'onnx';
  readonly opset: '16' | '20';
  readonly preset?: 'fcn' | 'cnn' | 'convBn';
  readonly config: object;
  readonly transform: string;
  readonly transformConfig: object;
  readonly sampler: string;
  readonly samplerConfig: object;
  readonly padding?: 'zeros' | 'border' | 'reflection' | 'wrap';
  readonly fillValue?: readonly number[];
  readonly alignCorners: boolean;
  readonly imageSize?: ImageSize;
  readonly outputSize?: readonly [height: number, width: number];
  readonly map?: string;
  readonly eps: number;
  readonly momentum: number;
  readonly force: boolean;
  readonly dryRun: boolean;
}

const examples = `
Examples:
  npm run convert -- weights.pt --preset convBn \\
    --image-size 512x512x3 --dry-run
  npm run convert -- weights.pt --preset convBn \\
    --image-size 512x512x3 --out model/
  npm run convert -- net.safetensors --preset cnn \\
    --image-size 28x28x1 --to onnx --out stn.onnx
  npm run convert -- model/ --to onnx --out stn.onnx`;

const choice = (flags: string, text: string, choices: readonly string[]): Option =>
  new Option(flags, text).choices(choices);

function command(): Command {
  const program = new Command('npm run convert --')
    .description(
      'Loads a PyTorch checkpoint into a spatial transformer and saves it as a tf.layers model or as ONNX; or exports a saved tf.layers model as ONNX.',
    )
    .argument(
      '<input>',
      'weights.pt, weights.safetensors, or with --to onnx a model.json or its folder',
    )
    .option('--out <path>', 'a folder for tfjs, a file for onnx; created if missing')
    .option('--force', 'replace what is there', false)
    .option('--dry-run', 'print what would go where, and write nothing', false)
    .addOption(choice('--to <format>', 'what to write', ['tfjs', 'onnx']).default('tfjs'))
    .addOption(choice('--opset <version>', 'of ONNX', ['16', '20']).default('16'));
  return addLayerOptions(program).addHelpText('after', examples);
}

function addLayerOptions(program: Command): Command {
  return program
    .optionsGroup('The spatial transformer that weights are loaded into:')
    .addOption(choice('--preset <name>', 'the localisation net', ['fcn', 'cnn', 'convBn']))
    .option('--config <json>', "the preset's options", json, {})
    .option('--image-size <size>', 'of the input, 512x512x3', sizes(3, 'HEIGHTxWIDTHxCHANNELS'))
    .option('--output-size <size>', 'of the output, 256x256', sizes(2, 'HEIGHTxWIDTH'))
    .option('--transform <name>', 'that theta parametrises', 'affine')
    .option('--transform-config <json>', "the transform's options", json, {})
    .addOption(
      choice('--sampler <name>', 'mode of grid_sample', ['nearest', 'bilinear', 'bicubic']).default(
        'bilinear',
      ),
    )
    .option('--sampler-config <json>', "the sampler's options", json, {})
    .addOption(
      choice('--padding <mode>', 'padding_mode of grid_sample', [
        'zeros',
        'border',
        'reflection',
        'wrap',
      ]),
    )
    .option('--fill-value <numbers>', 'outside of the image, 0.5 or one per channel 1,0,0', numbers)
    .option('--align-corners', 'as in affine_grid and grid_sample', false)
    .option('--map <file>', 'JSON: names of PyTorch modules to names of layers')
    .option('--eps <number>', "of the module's norms", fraction, 1e-5)
    .option('--momentum <number>', "of the module's norms", fraction, 0.1);
}

/**
 * @param args the command line without node and script
 * @returns the options, or a text to print such as the help
 * @throws UserError of one line
 */
export function parseOptions(args: readonly string[], columns: number): Options | string {
  const program = command();
  const text = parseCommand(program, args, columns);
  if (text !== undefined) return text;
  const input = program.args[0] as string;
  const isFolder = statSync(input, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const isModel = isFolder || input.endsWith('.json');
  const options = { ...program.opts<Omit<Options, 'input' | 'isModel'>>(), input, isModel };
  const require = (holds: unknown, message: string): void => {
    if (!holds) throw new UserError(`${message} See --help`);
  };
  require(options.out !== undefined || options.dryRun, '--out is missing.');
  const isComplete = options.preset !== undefined && options.imageSize !== undefined;
  require(isModel || isComplete, 'PyTorch weights need --preset and --image-size.');
  require(!isModel || options.to === 'onnx', 'A saved model can be converted with --to onnx only.');
  for (const [name, flag] of ofWeights) {
    const isGiven = program.getOptionValueSource(name) === 'cli';
    require(!isModel || !isGiven, `${flag} is for PyTorch weights; a saved model has its own.`);
  }
  return options;
}

/** Options that a saved model does not take. */
const ofWeights = Object.entries({
  preset: '--preset',
  config: '--config',
  imageSize: '--image-size',
  outputSize: '--output-size',
  transform: '--transform',
  transformConfig: '--transform-config',
  sampler: '--sampler',
  samplerConfig: '--sampler-config',
  padding: '--padding',
  fillValue: '--fill-value',
  alignCorners: '--align-corners',
  map: '--map',
  eps: '--eps',
  momentum: '--momentum',
});

function json(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  throw new InvalidArgumentError('It must be a JSON object.');
}

function sizes(count: number, form: string): (text: string) => readonly number[] {
  return (text) => {
    const list = text.split('x').map((size) => (/^\d+$/.test(size) ? Number(size) : 0));
    if (list.length === count && list.every((size) => size > 0)) return list;
    throw new InvalidArgumentError(`It must be ${form}.`);
  };
}

function fraction(text: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
}

function numbers(text: string): readonly number[] {
  const list = text.split(',').map((item) => (item.trim() === '' ? NaN : Number(item)));
  if (list.every(Number.isFinite)) return list;
  throw new InvalidArgumentError('It must be numbers.');
}
