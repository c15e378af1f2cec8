import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { BenchmarkResults } from '../results/results.js';
import { resultsProblem } from '../results/results-problem.js';
import { UserError } from '../user-error.js';
import { htmlReport } from './html-report.js';
import { markdownReport } from './markdown-report.js';

/**
 * Writes results.json, results.md and report.html.
 *
 * @returns their paths
 * @throws UserError if they can't be written
 */
export async function writeReport(folder: string, results: BenchmarkResults): Promise<string[]> {
  const problem = resultsProblem(JSON.parse(JSON.stringify(results)));
  if (problem !== undefined) throw new RangeError(`the results break their own schema: ${problem}`);
  const files: readonly (readonly [string, string])[] = [
    ['results.json', `${JSON.stringify(results, null, 1)}\n`],
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
  return files.map(([name]) => join(folder, name));
}
