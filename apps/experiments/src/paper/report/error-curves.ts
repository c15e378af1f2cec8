import { chartPanel, chartsDocument } from '../../report/chart.js';
import type { CellResult } from '../cell-result.js';
import { cellName, paperDistortions } from '../cell.js';
import { rowName } from './results-page.js';

const colours = [
  '#1b6ca8',
  '#d95f02',
  '#1b9e77',
  '#7570b3',
  '#e7298a',
  '#66a61e',
  '#a6761d',
  '#444',
];

/** A chart of the training error by epoch for every column, with the first seed of each cell. */
export function errorCurves(results: readonly CellResult[]): string {
  const charts = paperDistortions.flatMap((distortion) => {
    const column = results.filter((result) => result.distortion === distortion);
    const first = [...new Map(column.toReversed().map((one) => [cellName(one), one])).values()];
    const lines = first.toReversed().map((result, index) => ({
      label: rowName(result),
      colour: colours[index % colours.length] ?? '#000',
      points: result.history.map(({ error }, epoch): [number, number] => [epoch + 1, error]),
    }));
    if (lines.length === 0) return [];
    return [chartPanel({ title: `${distortion}: training error %`, axis: 'epoch', lines })];
  });
  return chartsDocument(charts, 3);
}
