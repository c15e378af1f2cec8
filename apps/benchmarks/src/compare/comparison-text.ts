import type { Change, Comparison, Incomparable } from './compare-results.js';

/** What changed, for people. */
export function comparisonText(comparison: Comparison): string {
  const { changes, losses, lost, incomparable, compared, cautions } = comparison;
  const head =
    compared === 0
      ? 'Compared: nothing, for the two runs have no case with a common contestant and peer.'
      : `Compared ${count(compared, 'result')} by their ratios to memcpy and peers: ${changes.length} changed beyond noise.`;
  return [
    ...cautions,
    head,
    ...changes.map(changeLine),
    ...listed('not comparable', incomparable),
    ...listed('timed then and not now', lost),
    verdict(losses.length, lost.length),
  ].join('\n');
}

function verdict(losses: number, lost: number): string {
  if (losses + lost === 0) return 'No loss above 10 %.';
  const all = [
    ...(losses > 0 ? [`${count(losses, 'loss', 'losses')} above 10 %`] : []),
    ...(lost > 0 ? [`${count(lost, 'result')} lost`] : []),
  ];
  return `${all.join(', ')}.`;
}

function changeLine({ caseName, contestant, ratio, noise, references }: Change): string {
  const percent = (Math.abs(ratio - 1) * 100).toFixed(1);
  const what = ratio > 1 ? `takes ${percent} % longer` : `takes ${percent} % less`;
  const chance = ((Math.exp(noise) - 1) * 100).toFixed(1);
  return `  ${caseName}: ${contestant} ${what} (noise ${chance} %, against ${references.join(', ')})`;
}

/** What is true of many is said once. */
function listed(what: string, all: readonly Incomparable[]): string[] {
  if (all.length === 0) return [];
  const byReason = new Map<string, string[]>();
  for (const { caseName, contestant, reason } of all) {
    byReason.set(reason, [...(byReason.get(reason) ?? []), `${contestant} in ${caseName}`]);
  }
  const lines = [...byReason].map(([reason, who]) => {
    const more = who.length > 3 ? ` and ${who.length - 3} more` : '';
    return `  ${who.slice(0, 3).join(', ')}${more}: ${reason}`;
  });
  return [`${count(all.length, 'result')} ${what}:`, ...lines];
}

function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
