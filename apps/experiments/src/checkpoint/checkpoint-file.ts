import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { isMissing } from '../files/file-errors.js';
import { writeOutput } from '../files/output-folder.js';
import type { ModelName } from '../models/model-names.js';
import type { Checkpoint } from './checkpoint.js';
import { decodeCheckpoint } from './decode-checkpoint.js';
import { encodeCheckpoint } from './encode-checkpoint.js';

/** Where a model's checkpoint is in the folder of results. */
export function checkpointPath(out: string, model: ModelName): string {
  return join(out, nameOf(model));
}

function nameOf(model: ModelName): string {
  return join('checkpoints', `${model}.checkpoint`);
}

/** Keeps a training's state, in place of the one before. */
export async function writeCheckpoint(
  out: string,
  model: ModelName,
  checkpoint: Checkpoint,
): Promise<void> {
  await writeOutput(out, nameOf(model), encodeCheckpoint(checkpoint));
}

/**
 * Reads a training's state.
 *
 * @returns undefined if there is none, `foreign` if another version of this program wrote it
 * @throws UserError if it can't be read or is damaged
 */
export async function readCheckpoint(path: string): Promise<Checkpoint | 'foreign' | undefined> {
  const remedy = 'Delete it to start anew, or choose another folder with --out';
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new UserError(`Cannot read the checkpoint ${path} (${String(error)}). ${remedy}`);
  }
  const checkpoint = decodeCheckpoint(bytes);
  if (checkpoint === 'damaged') throw new UserError(`The checkpoint ${path} is damaged. ${remedy}`);
  return checkpoint;
}

/** Forgets a training's state. */
export async function removeCheckpoint(path: string): Promise<void> {
  await rm(path, { force: true });
}
