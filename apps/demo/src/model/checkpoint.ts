import { packCheckpoint, unpackCheckpoint } from '@tfjs-stn-apps/digit-training/checkpoint-bytes';

import {
  distortions,
  transformTitles,
  type DistortionName,
  type TransformChoice,
} from './choices.js';

/** The properties of a trained net, apart from its weights. */
export interface CheckpointFacts {
  readonly transform: TransformChoice;
  /** The distortion of the digits it was trained on. */
  readonly distortion: DistortionName;
  /** Training steps of 64 digits each. */
  readonly steps: number;
}

/** One weight tensor outside TensorFlow.js. */
export interface StoredWeight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** A trained net that can be saved. */
export interface Checkpoint extends CheckpointFacts {
  /** In the order of the model's `getWeights()`. */
  readonly weights: readonly StoredWeight[];
}

/** Marks a file as a checkpoint of this page; the number is the version of the layout. */
const FORMAT = 'tfjs-stn-demo-1';

/** Bits per value: a float32, or its upper half, which is bfloat16. */
type BitsPerValue = 16 | 32;

interface Header extends CheckpointFacts {
  readonly format: string;
  readonly bits: BitsPerValue;
  readonly shapes: readonly (readonly number[])[];
}

/** Encodes a checkpoint as the bytes of a file. */
export function encodeCheckpoint(
  { weights, ...facts }: Checkpoint,
  bits: BitsPerValue = 32,
): Uint8Array<ArrayBuffer> {
  const shapes = weights.map(({ shape }) => shape);
  const header: Header = { format: FORMAT, bits, ...facts, shapes };
  const arrays = weights.map(({ values }) => (bits === 32 ? values : bfloat16(values)));
  return packCheckpoint(header, arrays);
}

/** The upper half of every float, rounded. */
function bfloat16(values: Float32Array): Uint16Array {
  const wholes = new Uint32Array(values.slice().buffer);
  return Uint16Array.from(wholes, (whole) => (whole + 0x8000) >>> 16);
}

/**
 * Decodes what `encodeCheckpoint` returned.
 *
 * @throws RangeError if the bytes are not a checkpoint, or damaged
 */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  const { header, values } = unpackCheckpoint(bytes) ?? { header: {}, values: new ArrayBuffer(0) };
  assertHeader(header);
  const { transform, distortion, steps, bits, shapes } = header;
  const sizes = shapes.map((shape) => shape.reduce((product, length) => product * length, 1));
  const expected = (bits / 8) * sizes.reduce((sum, size) => sum + size, 0);
  if (values.byteLength !== expected) {
    throw damaged(`${expected} bytes of weights`, `${values.byteLength}`);
  }
  const floats = bits === 32 ? new Float32Array(values) : fromBfloat16(new Uint16Array(values));
  if (!floats.every(Number.isFinite)) throw damaged('finite weights', 'NaN or infinity');
  let offset = 0;
  const weights = shapes.map((shape, index): StoredWeight => {
    const start = offset;
    offset += sizes[index] as number;
    return { shape, values: floats.slice(start, offset) };
  });
  return { transform, distortion, steps, weights };
}

function fromBfloat16(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

function assertHeader(header: Partial<Header>): asserts header is Header {
  const { format, transform, distortion, steps, bits, shapes } = header;
  if (format !== FORMAT) throw damaged(FORMAT, 'something else');
  const known =
    transform !== undefined &&
    Object.hasOwn(transformTitles, transform) &&
    distortion !== undefined &&
    Object.hasOwn(distortions, distortion) &&
    Number.isInteger(steps) &&
    (bits === 16 || bits === 32) &&
    Array.isArray(shapes) &&
    shapes.every((shape) => Array.isArray(shape) && shape.every(Number.isInteger));
  if (!known) {
    throw damaged('a known transform, distortion and shapes', JSON.stringify(header).slice(0, 80));
  }
}

function damaged(expected: string, got: string): RangeError {
  return new RangeError(
    `decodeCheckpoint: a saved model must have ${expected}, got ${got}. Choose a file that this page has saved`,
  );
}
