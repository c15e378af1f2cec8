import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { BenchmarkResults } from '../results/results.js';
import { writeResults } from '../results/write-results.js';
import { htmlReport } from './html-report.js';
import { markdownReport } from './markdown-report.js';

/**
 * Writes results.json, results.md and report.html.
 *
 * @returns their paths
 * @throws UserError if they can't be written
 */
export async function writeReport(folder: string, results: BenchmarkResults): Promise<string[]> {
  const files: readonly (readonly [string, string])[] = [
    ['results.md', markdownReport(results)],
    ['report.html', htmlReport(results)],
  ];
  try {
    await mkdir(folder, { recursive: true });
    for (const [name, content] of files) await writeFile(join(folder, name), content);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot write to ${folder}: ${reason}. Choose another folder with --out`);
  }
  return [await writeResults(folder, results), ...files.map(([name]) => join(folder, name))];
}
