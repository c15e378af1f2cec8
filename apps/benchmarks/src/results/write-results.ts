import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { resultsProblem } from './results-problem.js';
import type { BenchmarkResults } from './results.js';

/**
 * Writes results.json; a file that is there is replaced at once, so that nobody finds a part of one.
 *
 * @returns its path
 * @throws UserError if it can't be written
 */
export async function writeResults(folder: string, results: BenchmarkResults): Promise<string> {
  const text = `${JSON.stringify(results, null, 1)}\n`;
  const problem = resultsProblem(JSON.parse(text));
  if (problem !== undefined) throw new RangeError(`the results break their own schema: ${problem}`);
  const file = join(folder, 'results.json');
  try {
    await writeFile(`${file}.part`, text);
    await rename(`${file}.part`, file);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`Cannot write to ${folder}: ${reason}. Choose another folder with --out`);
  }
  return file;
}
