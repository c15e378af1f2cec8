import { distortions } from '../distortion/distortions.js';
import { transformChoices } from './transform-choices.js';
import type { Checkpoint, CheckpointFacts, StoredWeight } from './checkpoint.js';
import { CHECKPOINT_FORMAT, type BitsPerValue } from './encode-checkpoint.js';

interface Header extends CheckpointFacts {
  readonly format: string;
  readonly bits: BitsPerValue;
  readonly shapes: readonly (readonly number[])[];
}

/**
 * Reads what `encodeCheckpoint` wrote.
 *
 * @throws RangeError if the bytes are none of it, or damaged
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { header, start } = readHeader(bytes);
  const { transform, distortion, steps, bits, shapes } = header;
  const sizes = shapes.map((shape) => shape.reduce((product, length) => product * length, 1));
  const expected = start + (bits / 8) * sizes.reduce((sum, size) => sum + size, 0);
  if (bytes.length !== expected) throw damaged(`${expected} bytes`, `${bytes.length}`);
  let offset = start;
  const weights = shapes.map((shape, index): StoredWeight => {
    const end = offset + (bits / 8) * (sizes[index] as number);
    const values = floatsOf(bytes.subarray(offset, end), bits);
    offset = end;
    return { shape, values };
  });
  if (weights.some(({ values }) => !values.every(Number.isFinite))) {
    throw damaged('finite weights', 'others');
  }
  return { transform, distortion, steps, weights };
}

function floatsOf(bytes: Uint8Array, bits: BitsPerValue): Float32Array {
  // A copy, since floats must start at a multiple of their size.
  const { buffer } = new Uint8Array(bytes);
  if (bits === 32) return new Float32Array(buffer);
  const wholes = Uint32Array.from(new Uint16Array(buffer), (half) => half << 16);
  return new Float32Array(wholes.buffer);
}

function readHeader(bytes: Uint8Array): { header: Header; start: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length >= 4 ? view.getUint32(0, true) : 0;
  const text = new TextDecoder().decode(bytes.subarray(4, 4 + length));
  const header = parse(text);
  if (header.format !== CHECKPOINT_FORMAT) throw damaged(CHECKPOINT_FORMAT, 'something else');
  const { transform, distortion, steps, bits, shapes } = header;
  const known =
    transform !== undefined &&
    Object.hasOwn(transformChoices, transform) &&
    distortion !== undefined &&
    Object.hasOwn(distortions, distortion) &&
    Number.isInteger(steps) &&
    (bits === 16 || bits === 32) &&
    Array.isArray(shapes) &&
    shapes.every((shape) => Array.isArray(shape) && shape.every(Number.isInteger));
  if (!known) throw damaged('a known transform, distortion and shapes', text.slice(0, 80));
  return { header: header as Header, start: 4 + length };
}

function parse(text: string): Partial<Header> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

function damaged(expected: string, got: string): RangeError {
  return new RangeError(
    `decodeCheckpoint: a saved model must have ${expected}, got ${got}. Choose a file that this page has saved`,
  );
}
