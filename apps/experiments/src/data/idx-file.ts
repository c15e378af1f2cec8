import { readFile } from 'node:fs/promises';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { isMissing } from '../files/file-errors.js';

/** An array of bytes with its shape, as an IDX file holds it. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly values: Uint8Array;
}

const UNSIGNED_BYTE = 0x08;

/**
 * Reads a file in the IDX format of MNIST (yann.lecun.com/exdb/mnist): two zero bytes, the type,
 * the rank, every size as a big-endian integer of 32 bits, then the values.
 *
 * @param remedy what to do about a missing or damaged file
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
