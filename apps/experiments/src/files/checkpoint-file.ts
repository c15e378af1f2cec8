import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import type { TrainedWeight } from '@tfjs-stn-apps/digit-training';
import { packCheckpoint, unpackCheckpoint } from '@tfjs-stn-apps/digit-training/checkpoint-bytes';

import { isMissing } from './file-errors.js';
import { writeOutput } from './output-folder.js';

/** The state of a training, which JSON can hold, and its weights. */
export type WithWeights<State> = State & { readonly weights: readonly TrainedWeight[] };

const DIGEST_LENGTH = 32;

interface Header {
  readonly format: number;
  readonly shapes: readonly Pick<TrainedWeight, 'name' | 'shape'>[];
}

/**
 * Replaces a checkpoint in an output folder. The file is the SHA-256 of what follows, then
 * `packCheckpoint` with the values and Adam's two moments of every weight.
 *
 * @param format the number of what the program writes now, raised when its meaning or that of the
 *   training changes
 */
export async function writeCheckpointFile<State extends object>(
  out: string,
  name: string,
  { weights, ...state }: WithWeights<State>,
  format: number,
): Promise<void> {
  const shapes = weights.map(({ name: weight, shape }) => ({ name: weight, shape }));
  const header: Header = { format, ...state, shapes };
  const arrays = weights.flatMap(({ values, moments }) => [values, moments.mean, moments.square]);
  const body = packCheckpoint(header, arrays);
  const digest = createHash('sha256').update(body).digest();
  await writeOutput(out, name, Buffer.concat([digest, body]));
}

/**
 * Reads a checkpoint.
 *
 * @param format as it was written with
 * @returns undefined if there is none, `foreign` if another version of this program wrote it
 * @throws UserError if it can't be read or is damaged
 */
export async function readCheckpointFile<State>(
  path: string,
  format: number,
): Promise<WithWeights<State> | 'foreign' | undefined> {
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
  const { format: found, shapes, ...state } = unpacked.header as Header & State;
  if (found !== format) return 'foreign';
  const weights = weightsFrom(new Float32Array(unpacked.values), shapes);
  return { ...(state as State), weights };
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
