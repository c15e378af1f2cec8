import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { cannotWrite } from './file-errors.js';
import { lockFolder } from './lock-folder.js';

/** Where files are until they are complete. Only the run that holds the lock uses it. */
const UNFINISHED = '.experiments-unfinished';
const OLD = '.old';

/**
 * Makes the folder of results and locks it while `use` runs. What a killed run has left unfinished
 * is removed first; a model that it was about to replace comes back.
 *
 * @throws UserError if the folder can't be written to, or another run is using it
 */
export async function withOutputFolder<T>(out: string, use: () => Promise<T>): Promise<T> {
  const unlock = await makeLocked(out).catch((error: unknown) => {
    throw error instanceof UserError ? error : cannotWrite(out, error);
  });
  try {
    await clearUnfinished(out);
    return await use();
  } finally {
    // What can't be removed now is left to the next run.
    await clearUnfinished(out).catch(() => undefined);
    await unlock();
  }
}

async function makeLocked(out: string): Promise<() => Promise<void>> {
  await mkdir(out, { recursive: true });
  return lockFolder(out);
}

async function clearUnfinished(out: string): Promise<void> {
  const folder = join(out, UNFINISHED);
  try {
    for (const name of existsSync(folder) ? await readdir(folder) : []) {
      if (!name.endsWith(OLD)) continue;
      await settleOldModel(join(folder, name), join(out, basename(name, OLD)));
    }
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}

/**
 * Writes a file of the folder of results elsewhere and then moves it to its place, so that nobody
 * ever finds half of it.
 *
 * @param name its path in the folder
 * @throws UserError if it can't be written
 */
export async function writeOutput(
  out: string,
  name: string,
  content: string | Uint8Array,
): Promise<void> {
  const path = join(out, name);
  const unfinished = join(out, UNFINISHED, basename(name));
  try {
    await mkdir(dirname(path), { recursive: true });
    await mkdir(dirname(unfinished), { recursive: true });
    await writeFile(unfinished, content);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw cannotWrite(path, error);
  }
}

/**
 * Writes the files of a model as a folder in the folder of results, in place of the model that was
 * there; other files in that folder stay. Where it fails, the model that was there comes back.
 *
 * @throws UserError if it can't be written
 */
export async function writeModel(out: string, name: string, files: ModelFiles): Promise<void> {
  const folder = join(out, name);
  const unfinished = join(out, UNFINISHED, name);
  const old = `${unfinished}${OLD}`;
  try {
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true });
    for (const file of modelFiles) await writeFile(join(unfinished, file), files[file]);
    // A folder with something in it can't be replaced in one move: the old one steps aside first.
    if (existsSync(folder)) await rename(folder, old);
    try {
      await rename(unfinished, folder);
    } finally {
      await settleOldModel(old, folder);
    }
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
    throw cannotWrite(folder, error);
  }
}

const modelFiles = ['model.json', 'weights.bin'] as const;

/** The content of a model's files. */
export type ModelFiles = Readonly<Record<(typeof modelFiles)[number], string | Uint8Array>>;

/** Moves an old model back, or, if a new one has its place, all that isn't the model's. */
async function settleOldModel(old: string, folder: string): Promise<void> {
  if (!existsSync(old)) return;
  if (!existsSync(folder)) return rename(old, folder);
  const own: readonly string[] = modelFiles;
  for (const name of await readdir(old)) {
    if (!own.includes(name)) await rename(join(old, name), join(folder, name));
  }
  await rm(old, { recursive: true });
}
