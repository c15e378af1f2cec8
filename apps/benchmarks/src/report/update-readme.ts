import { readFile, writeFile } from 'node:fs/promises';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { BenchmarkResults } from '../results/results.js';
import { performanceSection } from './performance-section.js';

const begin = '<!-- performance:begin -->';
const end = '<!-- performance:end -->';

/**
 * Writes the performance section of a README anew, between its two comments.
 *
 * @throws UserError if the comments are not there, or the results are those of a part
 */
export async function updateReadme(path: string, results: BenchmarkResults): Promise<void> {
  await writeFile(path, withPerformance(await readFile(path, 'utf8'), path, results));
}

/** The README with the section of these results. */
export function withPerformance(text: string, path: string, results: BenchmarkResults): string {
  requireMarkers(text, path);
  if (!results.complete || results.settings.quick) {
    const what = results.complete ? 'a quick run' : 'a run that was stopped';
    throw new UserError(`--readme must have the results of a whole run, got ${what}`);
  }
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  return `${text.slice(0, from + begin.length)}\n\n${performanceSection(results)}\n\n${text.slice(to)}`;
}

/** @throws UserError if a README has no place for the section */
export function requireMarkers(text: string, path: string): void {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) {
    throw new UserError(`${path} must have ${begin} and ${end}, got none. Put them in`);
  }
}
