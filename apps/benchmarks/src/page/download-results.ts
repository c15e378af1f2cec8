import type { BenchmarkResults } from '../results/results.js';

/** Saves the results as a file. */
export function downloadResults(results: BenchmarkResults): void {
  const file = new Blob([JSON.stringify(results, null, 1)], { type: 'application/json' });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = 'results.json';
  link.click();
  // A browser begins to read it some time after the click.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
