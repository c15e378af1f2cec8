import type { Checkpoint } from './checkpoint.js';

/** Marks a file as a checkpoint of this page; the number is the version of its layout. */
export const CHECKPOINT_FORMAT = 'tfjs-stn-demo-1';

/** How a checkpoint holds a value: as a float, or as the upper half of one, which is bfloat16. */
export type BitsPerValue = 16 | 32;

/**
 * Writes a checkpoint: the length of the header (32 bits, little end first), the header as JSON
 * filled up with spaces to a multiple of 4 bytes, then all values.
 */
export function encodeCheckpoint(
  { weights, ...facts }: Checkpoint,
  bits: BitsPerValue = 32,
): Uint8Array<ArrayBuffer> {
  const shapes = weights.map(({ shape }) => shape);
  const json = JSON.stringify({ format: CHECKPOINT_FORMAT, bits, ...facts, shapes });
  const header = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 4) * 4));
  const count = weights.reduce((sum, { values }) => sum + values.length, 0);
  const bytes = new Uint8Array(4 + header.length + (bits / 8) * count);
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  const body = new (bits === 32 ? Float32Array : Uint16Array)(bytes.buffer, 4 + header.length);
  let offset = 0;
  for (const { values } of weights) {
    body.set(bits === 32 ? values : upperHalves(values), offset);
    offset += values.length;
  }
  return bytes;
}

/** The upper half of every float, rounded. */
function upperHalves(values: Float32Array): Uint16Array {
  const wholes = new Uint32Array(values.slice().buffer);
  return Uint16Array.from(wholes, (whole) => (whole + 0x8000) >>> 16);
}
