import type { Change, Comparison, Incomparable } from '../results/compare.js';
import type { BenchmarkResults } from '../results/results.js';
import { findings, machineLine, omissionLines, verdicts } from './remarks.js';
import { summaryTable, targetTable, textTable, wrapped } from './tables.js';

/** The results at a glance, for a terminal of `width` characters. */
export function summaryText(results: BenchmarkResults, width: number): string {
  const { cases, targets, missing } = results;
  const failed = missing.filter(({ status }) => status === 'failed');
  const lines = (text: string): string => wrapped(text, width).join('\n');
  return [
    lines(machineLine(results)),
    ...omissionLines(results).map(lines),
    textTable(summaryTable(cases), width),
    ...(targets.length > 0
      ? [`Targets: ${verdicts(results)}.`, textTable(targetTable(targets), width)]
      : []),
    ...failed.map((each) =>
      lines(`Failed: ${each.name} in ${each.cases.join(', ')}: ${each.reason}`),
    ),
    lines(findings(results).join(' ')),
  ].join('\n\n');
}

/** What changed between two runs, for people. */
export function comparisonText(comparison: Comparison): string {
  const { changes, losses, lost, incomparable, compared, cautions } = comparison;
  const head =
    compared === 0
      ? 'Compared: nothing, for the two runs have no case with a common contestant and peer.'
      : `Compared ${count(compared, 'result')} by their ratios to memcpy and peers: ${changes.length} changed beyond noise.`;
  const verdict = [
    ...(losses.length > 0 ? [`${count(losses.length, 'loss', 'losses')} above 10 %`] : []),
    ...(lost.length > 0 ? [`${count(lost.length, 'result')} lost`] : []),
  ];
  return [
    ...cautions,
    head,
    ...changes.map(changeLine),
    ...listed('not comparable', incomparable),
    ...listed('timed then and not now', lost),
    verdict.length > 0 ? `${verdict.join(', ')}.` : 'No loss above 10 %.',
  ].join('\n');
}

function changeLine({ caseName, contestant, ratio, noise, references }: Change): string {
  const percent = (Math.abs(ratio - 1) * 100).toFixed(1);
  const what = ratio > 1 ? `takes ${percent} % longer` : `takes ${percent} % less`;
  const chance = ((Math.exp(noise) - 1) * 100).toFixed(1);
  const against = references.length > 3 ? `${references.length} others` : references.join(', ');
  return `  ${caseName}: ${contestant} ${what} (noise ${chance} %, against ${against})`;
}

/** A reason that many share is said once. */
function listed(what: string, all: readonly Incomparable[]): string[] {
  if (all.length === 0) return [];
  const lines = [...new Set(all.map(({ reason }) => reason))].map((reason) => {
    const own = all.filter((each) => each.reason === reason);
    const names = own.map(({ caseName, contestant }) => `${contestant} in ${caseName}`);
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    return `  ${names.slice(0, 3).join(', ')}${more}: ${reason}`;
  });
  return [`${count(all.length, 'result')} ${what}:`, ...lines];
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
