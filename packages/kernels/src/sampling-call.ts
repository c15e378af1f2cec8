import type { Address } from './abi.js';

/** Everything that `sample_f32` reads; assembly/call.ts says what each word is. */
export interface SamplingCall {
  readonly task: number;
  readonly sampler: number;
  readonly field: number;
  readonly padding: number;
  readonly alignCorners: boolean;
  readonly cubic: number;
  readonly image: Address;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly output: Address;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly source: Address;
  readonly basis: Address;
  readonly terms: number;
  readonly gradient: Address;
  readonly batch: number;
  readonly imageStride: number;
  readonly outputStride: number;
  readonly sourceStride: number;
  readonly gradientStride: number;
  readonly rowBegin: number;
  readonly rowEnd: number;
  readonly bandRows: number;
  readonly bandStride: number;
  readonly imageRowBegin: number;
  readonly imageRowEnd: number;
  readonly fill: Address;
  readonly sink: Address;
  readonly scratch: Address;
}

/** The order of the words in memory. */
const words = [
  'task',
  'sampler',
  'field',
  'padding',
  'alignCorners',
  'cubic',
  'image',
  'height',
  'width',
  'channels',
  'output',
  'outHeight',
  'outWidth',
  'source',
  'basis',
  'terms',
  'gradient',
  'batch',
  'imageStride',
  'outputStride',
  'sourceStride',
  'gradientStride',
  'rowBegin',
  'rowEnd',
  'bandRows',
  'bandStride',
  'imageRowBegin',
  'imageRowEnd',
  'fill',
  'sink',
  'scratch',
] as const satisfies readonly (keyof SamplingCall)[];

const cubicWord = words.indexOf('cubic');

/**
 * Writes a call where `sample_f32` is to find it.
 *
 * @param address a multiple of 4
 */
export function writeSamplingCall(
  buffer: ArrayBufferLike,
  address: Address,
  call: SamplingCall,
): void {
  // Typed arrays, as tensors are written with: a DataView took four times as long.
  const integers = new Int32Array(buffer, address, words.length);
  words.forEach((word, index) => (integers[index] = Number(call[word])));
  // The one word that is none.
  new Float32Array(buffer, address, words.length)[cubicWord] = call.cubic;
}
