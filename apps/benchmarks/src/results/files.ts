import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { reasonOf } from '../contestants/contestant.js';
import { compact, expand, type BenchmarkResults } from './results.js';

/** Reads the results of an earlier run. Throws UserError if the file is missing or is something else. */
export async function readResults(path: string): Promise<BenchmarkResults> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UserError(`Cannot read ${path}: ${reasonOf(error)}`);
  });
  const read = expand(parse(text));
  if (!('problem' in read)) return read;
  throw new UserError(
    `${path}: results must follow the schema of this benchmark, got ${read.problem}. Give a results.json that this version has written`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Writes results.json, and returns its path. */
export async function writeResults(folder: string, results: BenchmarkResults): Promise<string> {
  const text = resultsText(results);
  const read = expand(JSON.parse(text));
  if ('problem' in read) throw new RangeError(`results break their own schema: ${read.problem}`);
  return writeOut(folder, 'results.json', text);
}

/** JSON with a line for each contestant, case, row and target: small files and small differences. */
export function resultsText(results: BenchmarkResults): string {
  const line =
    /(?<=[\]},]|\[)(?=\{"(?:name|contestant)"|\[\d+,[\d.e+-]+,[\d.e+-]+,[\d.e+-]+,\d+,)/g;
  const key = /(?<=,)(?="(?:contestants|cases|missing|targets|bundles)":\[)/g;
  return `${JSON.stringify(compact(results)).replaceAll(line, '\n').replaceAll(key, '\n')}\n`;
}

/** Writes a file of a run; one that is there is replaced atomically. Throws UserError if it can't. */
export async function writeOut(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(`${path}.part`, text);
    await rename(`${path}.part`, path);
  } catch (error) {
    throw new UserError(
      `Cannot write to ${folder}: ${reasonOf(error)}. Choose another folder with --out`,
    );
  }
  return path;
}
