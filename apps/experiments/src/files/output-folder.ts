import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { cannotWrite } from './file-errors.js';
import { lockFolder } from './lock-folder.js';

/** The folder of incomplete files. Only the run that holds the lock uses it. */
const UNFINISHED = '.experiments-unfinished';
const OLD = '.old';

/**
 * Creates the output folder and locks it while `use` runs. Unfinished files of a killed run are
 * removed first, and a model that it was replacing is restored.
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
    // The next run removes what can't be removed now.
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
 * Writes a file of the output folder atomically.
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
 * Writes the files of a model as a folder in the output folder. It replaces a model of the same name
 * and keeps other files in that folder. If it fails, the old model is restored.
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
    // A rename can't replace a folder with files, so the old one is moved away first.
    if (await isFolder(folder)) await rename(folder, old);
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

/** @throws if there is a file */
async function isFolder(path: string): Promise<boolean> {
  if (!existsSync(path)) return false;
  await readdir(path);
  return true;
}

const modelFiles = ['model.json', 'weights.bin'] as const;

/** The content of a model's files. */
export type ModelFiles = Readonly<Record<(typeof modelFiles)[number], string | Uint8Array>>;

/** Moves an old model back, or, if a new one has taken its place, all files of the user. */
async function settleOldModel(old: string, folder: string): Promise<void> {
  if (!existsSync(old)) return;
  if (!existsSync(folder)) return rename(old, folder);
  const own: readonly string[] = modelFiles;
  for (const name of await readdir(old)) {
    if (!own.includes(name)) await rename(join(old, name), join(folder, name));
  }
  await rm(old, { recursive: true });
}
