import { cellName, type Cell } from '../cell.js';

/**
 * Test errors in percent, from Jaderberg et al. (2015): table 1, means of three runs, and for TC the
 * appendix, which names one transformer, here entered as affine.
 */
const figures: Readonly<Record<string, number>> = {
  ...column('R', [2.1, 1.2, 1.2, 1.3, 1.1, 0.7, 0.8, 0.7]),
  ...column('RTS', [5.2, 0.8, 0.8, 0.9, 0.8, 0.5, 0.6, 0.5]),
  ...column('P', [3.1, 1.5, 1.5, 1.4, 1.4, 0.8, 0.8, 0.8]),
  ...column('E', [3.2, 1.4, 2.7, 2.6, 2.4, 1.2, 1.3, 1.1]),
  'fcn/TC': 13.2,
  'cnn/TC': 3.5,
  'st-fcn/affine/TC': 2.0,
  'st-cnn/affine/TC': 1.7,
};

/** A column of table 1, from top to bottom. */
function column(distortion: string, errors: readonly number[]): Record<string, number> {
  const rows = [
    'fcn',
    'cnn',
    ...['st-fcn', 'st-cnn'].flatMap((model) =>
      ['affine', 'projective', 'tps'].map((transform) => `${model}/${transform}`),
    ),
  ];
  return Object.fromEntries(
    rows.map((row, index) => [`${row}/${distortion}`, errors[index] ?? Number.NaN]),
  );
}

/** The paper's test error of a cell in percent, if it has one. */
export function paperError(cell: Omit<Cell, 'seed'>): number | undefined {
  return figures[cellName(cell)];
}
