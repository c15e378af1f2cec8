import type { CellResult } from '../cell-result.js';
import {
  cellName,
  isCoLocalisation,
  isMultiDigit,
  paperDistortions,
  rowsOf,
  type Cell,
  type PaperDistortion,
} from '../cell.js';
import { paperError } from './paper-figures.js';

type Row = Pick<Cell, 'model' | 'transform'>;

/**
 * The content of paper.md: our errors next to the paper's, and every run.
 *
 * @param drawn columns that have a picture of rectified digits
 */
export function resultsPage(
  results: readonly CellResult[],
  drawn: readonly PaperDistortion[],
): string {
  return `# The paper's table 1, reproduced

Test errors in percent on all 10,000 test digits, distorted with a fixed seed: the mean over our seeds, then the paper's figure in parentheses. Bold: at or below the paper, rounded to its one decimal. Made by \`npm run paper\` from [paper.json](paper.json).

${errorTables(results)}

Of a number of MULTI, all digits must be right; the paper has house numbers there, which are other images. Of CO, the figure is the share of boxes that overlap the digit's with an IoU of 0.5 or less. The paper's figures are those of Jaderberg et al. (2015), table 1, and for TC of its appendix. Their nets trained for 150,000 steps of 256 images; ours for the epochs below.

![Training error by epoch](paper-curves.svg)
${rectified(drawn)}
${summary(results)}

## Every run

${runTable(results)}

\`commit\` is the commit that trained the net, and \`sources\` a hash of the sources that training depends on. \`npm run paper -- --cell <cell> --seed <seed>\` on that commit repeats a run, to the bit on the same backend, threads and kind of processor.
`;
}

/** The file with a column's rectified digits. */
export function pictureName(distortion: PaperDistortion): string {
  return `rectified-${distortion}.png`;
}

/** What transformers make of the first test digit of every class. */
function rectified(drawn: readonly PaperDistortion[]): string {
  if (drawn.length === 0) return '';
  const shown = drawn.map(
    (name) => `${name}:\n\n![Digits of ${name}, distorted and rectified](${pictureName(name)})\n`,
  );
  return `\nDigits as the nets get them, and below as their trained transformers pass them on:\n\n${shown.join('\n')}`;
}

/** Our mean errors, and the paper's in parentheses: table 1 with TC and ADD, then the other columns. */
export function errorTables(results: readonly CellResult[]): string {
  const isOther = (name: PaperDistortion): boolean => isMultiDigit(name) || isCoLocalisation(name);
  const tables = [
    paperDistortions.filter((name) => !isOther(name)),
    paperDistortions.filter(isOther),
  ];
  return tables.map((columns) => errorTable(results, columns)).join('\n\n');
}

function errorTable(results: readonly CellResult[], columns: readonly PaperDistortion[]): string {
  const all = columns.flatMap((distortion) => rowsOf(distortion));
  const rows = [...new Map(all.map((row) => [rowName(row), row])).values()];
  rows.sort((one, other) => rowRank(one) - rowRank(other));
  return markdownTable([
    ['model', ...columns],
    ...rows.map((row) => [rowName(row), ...columns.map((name) => cellText(row, name))]),
  ]);

  function cellText(row: Row, distortion: PaperDistortion): string {
    const cell = { ...row, distortion };
    const paper = paperError(cell);
    const errors = results
      .filter((result) => cellName(result) === cellName(cell))
      .map(({ error }) => error);
    const reference = paper === undefined ? '' : ` (${paper.toFixed(1)})`;
    const isCell = rowsOf(distortion).some((one) => rowName(one) === rowName(row));
    if (errors.length === 0) return isCell ? `…${reference}` : '';
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    const ours = mean.toFixed(2);
    // The paper gives one decimal.
    const reached = paper !== undefined && Number(mean.toFixed(1)) <= paper;
    return `${reached ? `**${ours}**` : ours}${reference}`;
  }
}

const modelOrder = ['fcn', 'cnn', 'st-fcn', '2x-st-fcn', 'st-cnn', 'st-cnn-multi'];
const transformOrder = [null, 'affine', 'projective', 'tps', 'attention'];

function rowRank({ model, transform }: Row): number {
  return transformOrder.length * modelOrder.indexOf(model) + transformOrder.indexOf(transform);
}

/** `ST-CNN affine`. */
export function rowName({ model, transform }: Row): string {
  return [model.toUpperCase(), ...(transform ? [transform] : [])].join(' ');
}

/** How the columns are trained, which is the same for all of their runs. */
function summary(results: readonly CellResult[]): string {
  const recipes = new Set(
    results.map(
      ({ distortion, epochs, batch, learningRate, localisationFactor }) =>
        `- ${distortion}: Adam, ${epochs} epochs, batches of ${batch}, a learning rate that rises to ${learningRate} in the first 5 % of the steps and falls to 0 along half a cosine, ${localisationFactor} times that for localisation nets; gradients limited to a global norm of 5.`,
    ),
  );
  return [...recipes].join('\n');
}

function runTable(results: readonly CellResult[]): string {
  const head = ['cell', 'seed', 'error', 'weights', 'epochs', 'steps', 'seconds'];
  const origin = ['backend', 'threads', 'machine', 'commit', 'sources'];
  const rows = results.map((result) => {
    const { seed, error, weights, epochs, steps, seconds } = result;
    const { backend, threads, machine, commit, sources } = result;
    const run = [cellName(result), seed, error.toFixed(2), weights, epochs, steps, seconds];
    return [...run, backend, threads, machine, commit.slice(0, 10), sources];
  });
  return markdownTable([[...head, ...origin], ...rows]);
}

function markdownTable([head = [], ...rows]: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
