import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import type { TrainedWeight } from '@tfjs-stn-apps/digit-training';
import { packCheckpoint, unpackCheckpoint } from '@tfjs-stn-apps/digit-training/checkpoint-bytes';

import { isMissing } from '../files/file-errors.js';
import { writeOutput } from '../files/output-folder.js';
import { countSteps, type ModelName, type Settings } from '../settings.js';
import type { TrainingState } from './training-state.js';

/** Everything needed to resume a training. */
export interface Checkpoint extends TrainingState {
  readonly weights: readonly TrainedWeight[];
}

/** Raised when the meaning of the bytes or of the training changes. */
const FORMAT = 2;
const DIGEST_LENGTH = 32;

interface Header extends Omit<Checkpoint, 'weights'> {
  readonly format: number;
  readonly shapes: readonly Pick<TrainedWeight, 'name' | 'shape'>[];
}

/** The path of a model's checkpoint in the output folder. */
export function checkpointPath(out: string, model: ModelName): string {
  return join(out, nameOf(model));
}

function nameOf(model: ModelName): string {
  return join('checkpoints', `${model}.checkpoint`);
}

/**
 * Replaces a model's checkpoint. The file is the SHA-256 of what follows, then `packCheckpoint` with
 * the values and Adam's two moments of every weight.
 */
export async function writeCheckpoint(
  out: string,
  model: ModelName,
  { weights, ...state }: Checkpoint,
): Promise<void> {
  const shapes = weights.map(({ name, shape }) => ({ name, shape }));
  const header: Header = { format: FORMAT, ...state, shapes };
  const arrays = weights.flatMap(({ values, moments }) => [values, moments.mean, moments.square]);
  const body = packCheckpoint(header, arrays);
  const digest = createHash('sha256').update(body).digest();
  await writeOutput(out, nameOf(model), Buffer.concat([digest, body]));
}

/**
 * Reads a checkpoint.
 *
 * @returns undefined if there is none, `foreign` if another version of this program wrote it
 * @throws UserError if it can't be read or is damaged
 */
export async function readCheckpoint(path: string): Promise<Checkpoint | 'foreign' | undefined> {
  const remedy = 'Delete it to start over, or choose another folder with --out';
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new UserError(`Cannot read the checkpoint ${path} (${String(error)}). ${remedy}`);
  }
  const body = bytes.subarray(DIGEST_LENGTH);
  const digest = createHash('sha256').update(body).digest();
  const unpacked = digest.equals(bytes.subarray(0, DIGEST_LENGTH)) && unpackCheckpoint(body);
  if (!unpacked) throw new UserError(`The checkpoint ${path} is damaged. ${remedy}`);
  const { format, shapes, ...state } = unpacked.header as Header;
  if (format !== FORMAT) return 'foreign';
  return { ...state, weights: weightsFrom(new Float32Array(unpacked.values), shapes) };
}

function weightsFrom(floats: Float32Array, shapes: Header['shapes']): TrainedWeight[] {
  let position = 0;
  return shapes.map(({ name, shape }) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const [values, mean, square] = [0, 1, 2].map((part) =>
      floats.slice(position + part * size, position + (part + 1) * size),
    ) as [Float32Array, Float32Array, Float32Array];
    position += 3 * size;
    return { name, shape, values, moments: { mean, square } };
  });
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
