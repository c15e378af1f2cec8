import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { kindOf, operationNames, operations, parseShape, shapeName } from './cases.js';
import type { BenchmarkCase, OperationName, Pass, Shape, Window } from './cases.js';

/** Shapes of real models. `onePixel` has nothing to do: what remains is the overhead of a call. */
export const shapes = {
  onePixel: [1, 1, 1, 1],
  digits: [128, 28, 28, 1],
  fewDigits: [64, 28, 28, 1],
  cluttered: [256, 42, 42, 1],
  features: [16, 64, 64, 32],
  photographs: [8, 224, 224, 3],
  photograph: [1, 224, 224, 3],
  page: [1, 512, 512, 3],
  frame: [1, 1080, 1920, 3],
} as const satisfies Record<string, Shape>;

/** Which runs include a case: every run, all but quick ones, or only those with `--extra`. */
type Tier = 'quick' | 'full' | 'extra';
interface Size {
  readonly case: Pick<BenchmarkCase, 'shape' | 'window' | 'shrinkBy'>;
  readonly tier: Tier;
}

const { onePixel, digits, fewDigits, cluttered, features, photographs, photograph, page, frame } =
  shapes;
const many = [onePixel, digits, cluttered, features, photographs, photograph, page, frame];

const sizes: Record<OperationName, readonly Size[]> = {
  affine: sampled(many, photograph),
  projective: sampled([cluttered, features, page, frame], page),
  tps: sampled([fewDigits, page, frame], fewDigits),
  'affine-nearest': sampled([cluttered, page]),
  'affine-bicubic': sampled([cluttered, page]),
  'grid-nearest': sampled([cluttered, features, page]),
  'grid-bilinear': sampled([cluttered, features, photograph, page, frame], photograph),
  'grid-bicubic': sampled([cluttered, features, page]),
  'st-cnn': sampled([[1, 42, 42, 1], [16, 42, 42, 1], digits], [16, 42, 42, 1]),
  convolution: windowed(`
    64x42x42x1 9x9x1x32 1 valid full, 64x17x17x32 7x7x32x64 1 valid full
    128x28x28x1 3x3x1x32 1 valid quick, 128x26x26x32 3x3x32x64 1 valid full
    1x128x128x16 3x3x16x16 2 same full, 32x8x8x256 3x3x256x256 1 same full
    128x28x28x1 5x5x1x32 1 same extra, 128x14x14x32 5x5x32x64 1 same extra
    8x128x128x3 3x3x3x16 2 same extra, 8x64x64x16 3x3x16x32 2 same extra
    1x56x56x64 3x3x64x64 1 same extra, 16x32x32x64 1x1x64x128 1 same extra
    32x28x28x32 3x3x32x1 1 same extra`),
  'max-pool': windowed(`
    64x34x34x32 2x2 2 valid quick, 128x24x24x32 2x2 2 valid full
    64x34x34x32 3x3 2 same full, 128x28x28x1 2x2 2 valid extra`),
  'depthwise-convolution': windowed(`
    32x56x56x32 3x3x32x1 1 same extra, 8x112x112x96 3x3x96x1 2 same extra
    16x28x28x64 5x5x64x1 1 same extra, 16x28x28x16 3x3x16x2 1 same extra`),
  'average-pool': windowed(`
    64x34x34x32 2x2 2 valid extra, 128x24x24x32 2x2 2 valid extra
    64x34x34x32 3x3 2 same extra, 128x28x28x1 2x2 2 valid extra`),
  shrink: [1, 2, 3, 4, 8].map((shrinkBy) => ({ case: { shape: page, shrinkBy }, tier: 'extra' })),
};

/** The passes of an operation, by its kind. */
const passes: Record<(typeof operations)[OperationName]['kind'], readonly Pass[]> = {
  sampling: ['forward', 'backward'],
  'st-cnn': ['inference', 'training step'],
  convolution: ['forward', 'filter gradient', 'input gradient'],
  pooling: ['forward', 'input gradient'],
  shrink: ['forward', 'backward'],
};

/** Every case of a quick run, a full run, or one with `--extra`. */
export function standardCases(tier: Tier): BenchmarkCase[] {
  const tiers: readonly Tier[] = ['quick', 'full', 'extra'];
  return operationNames.flatMap((operation) =>
    sizes[operation]
      .filter((size) => tiers.indexOf(size.tier) <= tiers.indexOf(tier))
      .flatMap(({ case: own }) =>
        passes[operations[operation].kind].map((pass) => ({ operation, pass, ...own })),
      ),
  );
}

function sampled(all: readonly Shape[], quick?: Shape): Size[] {
  const tierOf = (shape: Shape): Tier => (shape.join() === quick?.join() ? 'quick' : 'full');
  return all.map((shape) => ({ case: { shape }, tier: tierOf(shape) }));
}

/** Reads `shape window strides padding tier`, separated by commas and lines. */
function windowed(text: string): Size[] {
  return text.split(/[,\n]/).flatMap((line): Size[] => {
    const [image = '', window = '', strides, pad, tier] = line.trim().split(' ');
    const shape = parseShape(image);
    if (shape === undefined) return [];
    const size = window.split('x').map(Number);
    const own = { size, strides: Number(strides), pad: pad as Window['pad'] };
    return [{ case: { shape, window: own }, tier: tier as Tier }];
  });
}

/** Which cases to measure; whatever is left out means all. */
export interface Selection {
  /** Names of operations, or the beginning of several. */
  readonly operations?: readonly string[] | undefined;
  /** Sampling takes any shape; the other operations have their own. */
  readonly shapes?: readonly Shape[] | undefined;
  readonly quick?: boolean | undefined;
  readonly extra?: boolean | undefined;
  /** Plugins, measured at the shapes of affine; without `operations`, only these. */
  readonly plugins?: readonly string[] | undefined;
}

/** The cases to measure. Throws UserError if a name matches nothing, or no case is left. */
export function selectCases(selection: Selection): BenchmarkCase[] {
  const { shapes, quick = false, extra = false, plugins = [] } = selection;
  const known = [...operationNames, ...plugins];
  const asked = selection.operations ?? (plugins.length > 0 ? plugins : undefined);
  const matches = (operation: string, name: string): boolean =>
    known.includes(name) ? operation === name : operation.startsWith(name);
  for (const name of asked ?? []) {
    if (known.some((operation) => matches(operation, name))) continue;
    throw new UserError(`--op must be one of ${known.join(', ')}, got ${name}`);
  }
  const tier = extra ? 'extra' : quick && shapes === undefined ? 'quick' : 'full';
  const standard = standardCases(tier);
  const affine = standard.filter(({ operation }) => operation === 'affine');
  const all = [
    ...standard,
    ...plugins.flatMap((operation) => affine.map((each) => ({ ...each, operation }))),
  ].filter(({ operation }) => asked?.some((name) => matches(operation, name)) ?? true);
  const cases = shapes === undefined ? all : atShapes(all, shapes);
  if (cases.length > 0) return cases;
  const names = asked?.join(', ');
  if (shapes) {
    const at = shapes.map(shapeName).join(', ');
    throw new UserError(
      `--shape: no operation that is asked for is measured at ${at}. Sampling takes any shape, the others only their own`,
    );
  }
  if (quick)
    throw new UserError(`--quick has no case of ${names}. Leave it out, or give a --shape`);
  throw new UserError(`${names}: all cases need --extra. Add it`);
}

function atShapes(cases: readonly BenchmarkCase[], shapes: readonly Shape[]): BenchmarkCase[] {
  const isFree = ({ operation }: BenchmarkCase): boolean =>
    ['sampling', 'plugin'].includes(kindOf(operation));
  const free = [...new Set(cases.filter(isFree).map(({ operation }) => operation))];
  const names = shapes.map(shapeName);
  return [
    ...free.flatMap((operation) =>
      shapes.flatMap((shape) => passes.sampling.map((pass) => ({ operation, pass, shape }))),
    ),
    ...cases.filter((each) => !isFree(each) && names.includes(shapeName(each.shape))),
  ];
}
