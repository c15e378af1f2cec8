import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import {
  readCheckpointFile,
  writeCheckpointFile,
  type WithWeights,
} from '../files/checkpoint-file.js';
import { countSteps, type ModelName, type Settings } from '../settings.js';
import type { TrainingState } from './training-state.js';

/** Everything needed to resume a training. */
export type Checkpoint = WithWeights<TrainingState>;

/** The path of a model's checkpoint in the output folder. */
export function checkpointPath(out: string, model: ModelName): string {
  return join(out, nameOf(model));
}

const FORMAT = 3;

function nameOf(model: ModelName): string {
  return join('checkpoints', `${model}.checkpoint`);
}

/** Replaces a model's checkpoint. */
export async function writeCheckpoint(
  out: string,
  model: ModelName,
  checkpoint: Checkpoint,
): Promise<void> {
  await writeCheckpointFile(out, nameOf(model), checkpoint, FORMAT);
}

/**
 * Reads a model's checkpoint.
 *
 * @returns undefined if there is none, `foreign` if another version of this program wrote it
 * @throws UserError if it can't be read or is damaged
 */
export function readCheckpoint(path: string): Promise<Checkpoint | 'foreign' | undefined> {
  return readCheckpointFile<TrainingState>(path, FORMAT);
}

/** Deletes a checkpoint. */
export async function removeCheckpoint(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** The starting point of a training. */
export interface Start {
  /** Resume from here. */
  readonly checkpoint?: Checkpoint;
  /** For the user. */
  readonly note?: string;
}

/**
 * Decides whether a training resumes or starts over.
 *
 * @throws UserError if there is a checkpoint that is damaged
 */
export async function planStart(out: string, model: ModelName, settings: Settings): Promise<Start> {
  const found = await readCheckpoint(checkpointPath(out, model));
  if (found === undefined) {
    const finished = existsSync(join(out, model, 'model.json'));
    return finished ? { note: `${model}: the last run is finished; starting over` } : {};
  }
  if (found === 'foreign') {
    return { note: `${model}: the checkpoint is from another version; starting over` };
  }
  const changes = differences(found.settings, settings);
  if (changes.length > 0) {
    return { note: `${model}: settings differ (${changes.join(', ')}); starting over` };
  }
  const steps = countSteps(settings);
  return { checkpoint: found, note: `${model}: resuming after step ${found.step} of ${steps}` };
}

function differences(before: Settings, now: Settings): string[] {
  const names = Object.keys(now) as (keyof Settings)[];
  return names
    .filter((name) => before[name] !== now[name])
    .map((name) => `${name} ${before[name]} → ${now[name]}`);
}
