import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

/**
 * The models of the paper's table 1; `2x-st-fcn`, with two transformers in parallel; and
 * `st-cnn-multi`, with one before each of the first four convolutions.
 */
export type PaperModel = 'fcn' | 'cnn' | 'st-fcn' | 'st-cnn' | '2x-st-fcn' | 'st-cnn-multi';

/** The transforms of a model with a transformer; `attention` is that of co-localisation. */
export type PaperTransform = 'affine' | 'projective' | 'tps' | 'attention';

/** Columns of multi-digit MNIST: numbers of one to five digits. The paper has house numbers there. */
export const multiDigits = ['MULTI64', 'MULTI128'] as const;
export type MultiDigit = (typeof multiDigits)[number];

/** Columns of the appendix's co-localisation: shifted digits, without and with clutter. */
export const coLocalisations = ['CO-T', 'CO-TC'] as const;
export type CoLocalisation = (typeof coLocalisations)[number];

/**
 * The columns of the paper's table 1; of its appendix TC and ADD, the sum of two digits that are
 * distorted as in RTS; multi-digit MNIST; and co-localisation.
 */
export const paperDistortions = [
  ...(['R', 'RTS', 'P', 'E', 'TC', 'ADD'] as const),
  ...multiDigits,
  ...coLocalisations,
] as const;
export type PaperDistortion = (typeof paperDistortions)[number];

/** Whether a column is one of multi-digit MNIST. */
export function isMultiDigit(distortion: PaperDistortion): distortion is MultiDigit {
  return (multiDigits as readonly string[]).includes(distortion);
}

/** Whether a column is one of co-localisation. */
export function isCoLocalisation(distortion: PaperDistortion): distortion is CoLocalisation {
  return (coLocalisations as readonly string[]).includes(distortion);
}

/** One training: a cell of the table and a seed. */
export interface Cell {
  readonly model: PaperModel;
  /** `null` for a model without a transformer. */
  readonly transform: PaperTransform | null;
  readonly distortion: PaperDistortion;
  readonly seed: number;
}

/** The name of a cell without its seed: `st-cnn/affine/R`, `cnn/R`. */
export function cellName({ model, transform, distortion }: Omit<Cell, 'seed'>): string {
  return [model, ...(transform ? [transform] : []), distortion].join('/');
}

/** Identifies a cell with its seed, also as the name of a folder: `st-cnn-affine-R-1`. */
export function cellId(cell: Cell): string {
  return `${cellName(cell).replaceAll('/', '-')}-${cell.seed}`;
}

/** A row of the table. */
type Row = Pick<Cell, 'model' | 'transform'>;

const plainRows: readonly Row[] = [
  { model: 'cnn', transform: null },
  { model: 'fcn', transform: null },
];
const affineRows: readonly Row[] = [
  { model: 'st-cnn', transform: 'affine' },
  { model: 'st-fcn', transform: 'affine' },
];

/** The rows that a column has; those of table 1 have all of its rows. */
export function rowsOf(distortion: PaperDistortion): readonly Row[] {
  if (isCoLocalisation(distortion)) return [{ model: 'st-cnn', transform: 'attention' }];
  if (isMultiDigit(distortion)) {
    const models = ['st-cnn', 'st-cnn-multi'] as const;
    const behindTransformers = models.map((model): Row => ({ model, transform: 'affine' }));
    return [...behindTransformers, { model: 'cnn', transform: null }];
  }
  if (distortion === 'TC') return [...affineRows, ...plainRows];
  const flexible = (model: PaperModel): Row[] =>
    (['projective', 'tps'] as const).map((transform) => ({ model, transform }));
  if (distortion !== 'ADD') {
    return [...affineRows, ...plainRows, ...flexible('st-cnn'), ...flexible('st-fcn')];
  }
  const single: Row = { model: 'st-fcn', transform: 'affine' };
  return [single, ...plainRows, { ...single, model: '2x-st-fcn' }, ...flexible('2x-st-fcn')];
}

/** Cells whose three seeds come before the second seeds of the others. */
const headline = ['st-cnn/affine/R', 'cnn/R', 'st-cnn/affine/RTS', 'cnn/RTS'];
/** The slowest cells come last. */
const slowest = [
  'cnn/ADD',
  'cnn/TC',
  ...multiDigits.flatMap((name) =>
    ['cnn', 'st-cnn/affine', 'st-cnn-multi/affine'].map((row) => `${row}/${name}`),
  ),
];

/**
 * All cells with the given seeds, the most telling first: R and RTS of ST-CNN and CNN, then one seed
 * of every cell, then further seeds.
 */
export function allCells(seeds: readonly number[]): Cell[] {
  const rank = (cell: Cell): number => {
    const name = cellName(cell);
    const place = headline.indexOf(name);
    const turn = 10 * seeds.indexOf(cell.seed);
    if (place >= 0) return turn === 0 ? place - headline.length : 9 + turn / 1000;
    return turn + 1 + slowest.indexOf(name);
  };
  return seeds
    .flatMap((seed) =>
      paperDistortions.flatMap((distortion) =>
        rowsOf(distortion).map((row) => ({ ...row, distortion, seed })),
      ),
    )
    .toSorted((one, other) => rank(one) - rank(other));
}

/**
 * The cells that patterns name: `st-cnn/affine/R`, or a part of it such as `st-cnn` or `RTS`.
 *
 * @throws UserError if a pattern names none
 */
export function cellsMatching(cells: readonly Cell[], patterns: readonly string[]): Cell[] {
  const matches = (cell: Cell, pattern: string): boolean => {
    const name = cellName(cell).split('/');
    return pattern.split('/').every((part) => name.includes(part));
  };
  const missing = patterns.find((pattern) => !cells.some((cell) => matches(cell, pattern)));
  if (missing !== undefined) {
    throw new UserError(
      `There is no cell '${missing}'. Names are like st-cnn/affine/R and cnn/RTS`,
    );
  }
  return cells.filter((cell) => patterns.some((pattern) => matches(cell, pattern)));
}
