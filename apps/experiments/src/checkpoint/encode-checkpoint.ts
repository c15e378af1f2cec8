import { createHash } from 'node:crypto';

import type { Checkpoint } from './checkpoint.js';

/** Raised when the meaning of the bytes or of the training changes. */
export const CHECKPOINT_FORMAT = 2;

/**
 * A checkpoint as bytes: the SHA-256 of all that follows, the length of the header (32 bits, little
 * end first), the header as JSON, and for every weight its values and Adam's two moments as
 * 32-bit floats.
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { weights, ...rest } = checkpoint;
  const shapes = weights.map(({ name, shape }) => ({ name, shape }));
  const header = Buffer.from(JSON.stringify({ format: CHECKPOINT_FORMAT, ...rest, shapes }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const arrays = weights.flatMap(({ values, moments }) => [values, moments.mean, moments.square]);
  const body = Buffer.concat([length, header, ...arrays.map(bytesOf)]);
  return Buffer.concat([createHash('sha256').update(body).digest(), body]);
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
