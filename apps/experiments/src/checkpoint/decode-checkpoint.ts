import { createHash } from 'node:crypto';

import type { TrainedWeight } from '../training/trained-weight.js';
import type { Checkpoint } from './checkpoint.js';
import { CHECKPOINT_FORMAT } from './encode-checkpoint.js';

const DIGEST_LENGTH = 32;

interface Header extends Omit<Checkpoint, 'weights'> {
  readonly format: number;
  readonly shapes: readonly Pick<TrainedWeight, 'name' | 'shape'>[];
}

/**
 * Reads what `encodeCheckpoint` wrote.
 *
 * @returns `damaged` if the bytes are not as they were written, `foreign` if another version of
 *   this program wrote them
 */
export function decodeCheckpoint(bytes: Buffer): Checkpoint | 'damaged' | 'foreign' {
  const body = bytes.subarray(DIGEST_LENGTH);
  if (body.length < 4) return 'damaged';
  const digest = createHash('sha256').update(body).digest();
  if (!digest.equals(bytes.subarray(0, DIGEST_LENGTH))) return 'damaged';
  const headerEnd = 4 + body.readUInt32LE(0);
  const header = JSON.parse(body.toString('utf8', 4, headerEnd)) as Header;
  const { format, shapes, ...rest } = header;
  if (format !== CHECKPOINT_FORMAT) return 'foreign';
  // A copy, because floats must start at a multiple of four bytes.
  const floats = new Float32Array(Uint8Array.from(body.subarray(headerEnd)).buffer);
  return { ...rest, weights: readWeights(floats, shapes) };
}

function readWeights(floats: Float32Array, shapes: Header['shapes']): TrainedWeight[] {
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
