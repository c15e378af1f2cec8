import { OptionError } from '@tfjs-stn/core/errors';
import { describeValue } from '@tfjs-stn/core/~internal';

/** The array that holds the values of each type; those of F16 and BF16 are their bits. */
interface StoredArrays {
  readonly F64: Float64Array;
  readonly F32: Float32Array;
  readonly F16: Uint16Array;
  readonly BF16: Uint16Array;
  readonly I64: BigInt64Array;
  readonly U64: BigUint64Array;
  readonly I32: Int32Array;
  readonly U32: Uint32Array;
  readonly I16: Int16Array;
  readonly U16: Uint16Array;
  readonly I8: Int8Array;
  readonly U8: Uint8Array;
  readonly BOOL: Uint8Array;
}

/** Type of the values of a stored tensor, as safetensors names it. */
export type StoredDType = keyof StoredArrays;

/** The values of a stored tensor. */
export type StoredData = StoredArrays[StoredDType];

interface ArrayType<Values> {
  new (buffer: ArrayBufferLike): Values;
  readonly BYTES_PER_ELEMENT: number;
}

const arrays: { readonly [DType in StoredDType]: ArrayType<StoredArrays[DType]> } = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
};

/** A tensor as a file holds it: NCHW, OIHW and so on, as PyTorch has it. */
export interface StoredTensor {
  readonly dtype: StoredDType;
  readonly shape: readonly number[];
  /** Row by row; `toFloat32` turns any of them into numbers. */
  readonly data: StoredData;
}

/** Whether there is a type of this name. */
export function isStoredDType(dtype: unknown): dtype is StoredDType {
  return typeof dtype === 'string' && Object.hasOwn(arrays, dtype);
}

export function bytesPerValue(dtype: StoredDType): number {
  return arrays[dtype].BYTES_PER_ELEMENT;
}

/** @throws OptionError unless dtype, shape and data agree */
export function assertStoredTensor(operation: string, name: string, tensor: StoredTensor): void {
  const refuse = (rule: string, got: string): never => {
    throw new OptionError(operation, `${rule}, got ${got}`);
  };
  const { dtype, shape, data } = Object(tensor) as Partial<StoredTensor>;
  if (!isStoredDType(dtype)) {
    return refuse(`the dtype of '${name}' must be one of safetensors`, describeValue(dtype));
  }
  if (!isCounts(shape) || !(data instanceof arrays[dtype]) || data.length !== sizeOf(shape)) {
    const got = ArrayBuffer.isView(data) ? `${data.constructor.name} of ${data.length}` : 'others';
    refuse(`the data of '${name}' must be ${dtype} values`, `${got} for ${describeValue(shape)}`);
  }
}

/**
 * Takes a copy of the values.
 *
 * @param bytes a whole number of values, little-endian, at any alignment
 */
export function copyValues(dtype: StoredDType, bytes: Uint8Array): StoredData {
  // Not slice, which is a view for a Buffer of Node.js.
  return new arrays[dtype](new Uint8Array(bytes).buffer);
}

/** Whether it is a list of whole numbers that are not negative. */
export function isCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 0);
}

/** How many values a tensor of this shape has; 1 for `[]`. NaN or Infinity for absurd shapes. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}

/**
 * The values as float32 numbers, for `tf.tensor(toFloat32(stored), stored.shape)`.
 *
 * @returns a new array; values of other types are rounded to the nearest float32, booleans are 0 and 1
 */
export function toFloat32({ dtype, data }: StoredTensor): Float32Array {
  switch (dtype) {
    case 'F16':
      return Float32Array.from(data as Uint16Array, fromHalf);
    case 'BF16':
      // The upper half of a float32.
      return new Float32Array(Uint32Array.from(data as Uint16Array, (bits) => bits << 16).buffer);
    case 'I64':
    case 'U64':
      return Float32Array.from(data as BigInt64Array | BigUint64Array, Number);
    default:
      return Float32Array.from(data as Exclude<StoredData, BigInt64Array | BigUint64Array>);
  }
}

/** IEEE 754 half precision: a sign, 5 bits of exponent, 10 of fraction. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}
