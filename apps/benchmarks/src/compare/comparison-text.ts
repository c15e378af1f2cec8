import type { Change, Comparison } from './compare-results.js';

/** What changed, for people. */
export function comparisonText({ changes, losses, compared }: Comparison): string {
  if (compared === 0) {
    return 'Compared: nothing, for the two runs have no case with a common contestant and peer.';
  }
  const head = `Compared ${compared} results by their ratios to memcpy and peers: ${changes.length} changed beyond noise.`;
  const verdict =
    losses.length > 0
      ? `${losses.length} ${losses.length === 1 ? 'loss' : 'losses'} above 10 %.`
      : 'No loss above 10 %.';
  return [head, ...changes.map(line), verdict].join('\n');
}

function line({ caseName, contestant, ratio, noise, references }: Change): string {
  const percent = (Math.abs(ratio - 1) * 100).toFixed(1);
  const what = ratio > 1 ? `takes ${percent} % longer` : `takes ${percent} % less`;
  const chance = (noise * 100).toFixed(1);
  return `  ${caseName}: ${contestant} ${what} (noise ${chance} %, against ${references.join(', ')})`;
}
