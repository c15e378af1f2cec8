import { readFile } from 'node:fs/promises';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { BenchmarkResults } from './results.js';
import { isResults, resultsProblem } from './results-problem.js';

/**
 * Reads the results of an earlier run.
 *
 * @throws UserError if the file is not there, or is something else
 */
export async function readResults(path: string): Promise<BenchmarkResults> {
  const value = parse(path, await read(path));
  if (isResults(value)) return value;
  throw new UserError(
    `${path}: results must follow schema/results.schema.json, got a file in which ${resultsProblem(value)}. Give a results.json of this benchmark`,
  );
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UserError(
      `Cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

function parse(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError(`${path}: results must be JSON. Give a results.json of this benchmark`);
  }
}
