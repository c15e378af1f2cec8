import { parseCommand } from '@tfjs-stn-apps/app-tools/parse-command';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { Command, InvalidArgumentError, Option } from 'commander';

/** Height, width and channels. */
export type ImageSize = readonly [height: number, width: number, channels: number];

/** What the command line asks for. */
export interface Options {
  /** A checkpoint, a safetensors file or a model.json. */
  readonly input: string;
  readonly out?: string;
  readonly to: 'tfjs' | 'onnx';
  readonly opset: '16' | '20';
  readonly preset?: 'fcn' | 'cnn' | 'convBn';
  readonly config: object;
  readonly transform: string;
  readonly transformConfig: object;
  readonly imageSize?: ImageSize;
  readonly map?: string;
  readonly eps: number;
  readonly dryRun: boolean;
}

/**
 * @param args the command line without node and script
 * @returns the options, or a text to print such as the help
 * @throws UserError of one line
 */
export function parseOptions(args: readonly string[], columns: number): Options | string {
  const program = new Command('npm run convert --')
    .description(
      'Loads a PyTorch checkpoint into a spatial transformer and saves it as a tf.layers model or as ONNX; or exports a saved tf.layers model as ONNX.',
    )
    .argument('<input>', 'weights.pt, weights.safetensors, or model.json with --to onnx')
    .option('--out <path>', 'a folder for tfjs, a file for onnx; created if missing')
    .addOption(
      new Option('--to <format>', 'what to write').choices(['tfjs', 'onnx']).default('tfjs'),
    )
    .addOption(new Option('--opset <version>', 'of ONNX').choices(['16', '20']).default('16'))
    .addOption(
      new Option('--preset <name>', 'the localisation net').choices(['fcn', 'cnn', 'convBn']),
    )
    .option('--config <json>', "the preset's options", json, {})
    .option('--transform <name>', 'that theta parametrises', 'affine')
    .option('--transform-config <json>', "the transform's options", json, {})
    .option('--image-size <size>', 'of the input, 512x512x3', imageSize)
    .option('--map <file>', 'JSON: names of PyTorch modules to names of layers')
    .option('--eps <number>', "of the module's norms", Number, 1e-5)
    .option('--dry-run', 'print what would go where, and write nothing', false);
  const text = parseCommand(program, args, columns);
  if (text !== undefined) return text;
  const options = { ...program.opts<Omit<Options, 'input'>>(), input: program.args[0] as string };
  const isModel = options.input.endsWith('.json');
  const require = (holds: unknown, message: string): void => {
    if (!holds) throw new UserError(`${message} See --help`);
  };
  require(options.out !== undefined || options.dryRun, '--out is missing.');
  require(isModel ||
    (options.preset && options.imageSize), 'PyTorch weights need --preset and --image-size.');
  require(!isModel || options.to === 'onnx', 'A model.json can be converted with --to onnx only.');
  return options;
}

function json(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Told below.
  }
  throw new InvalidArgumentError('It must be a JSON object.');
}

function imageSize(text: string): ImageSize {
  const sizes = /^(\d+)x(\d+)x(\d+)$/.exec(text)?.slice(1).map(Number) ?? [];
  const [height = 0, width = 0, channels = 0] = sizes;
  if (height > 0 && width > 0 && channels > 0) return [height, width, channels];
  throw new InvalidArgumentError('It must be HEIGHTxWIDTHxCHANNELS.');
}
