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
  'imageRowBegin',
  'imageRowEnd',
  'fill',
  'sink',
  'scratch',
] as const satisfies readonly (keyof SamplingCall)[];

/** Writes a call where `sample_f32` is to find it. */
export function writeSamplingCall(
  buffer: ArrayBufferLike,
  address: Address,
  call: SamplingCall,
): void {
  const view = new DataView(buffer, address, words.length * 4);
  for (const [index, word] of words.entries()) {
    if (word === 'cubic') view.setFloat32(index * 4, call.cubic, true);
    else view.setInt32(index * 4, Number(call[word]), true);
  }
}
