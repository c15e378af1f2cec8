/** Numbers with a shape and, if known, a type, as {@link expectClose} compares them. */
export type Comparable = TensorLike | DenseLike | NumericTypedArray | NestedNumbers;

/** A `tf.Tensor`, or an object like one. */
interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  dataSync(): ArrayLike<number> | readonly string[];
}

/** An array of the oracle: row-major numbers with a shape. */
interface DenseLike {
  readonly shape: readonly number[];
  readonly data: ArrayLike<number>;
}

/** A flat typed array, of rank 1. */
type NumericTypedArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** A number, or arrays of numbers nested to the same depth. */
type NestedNumbers = number | readonly NestedNumbers[];

/** Values in the form that is compared. */
export interface Compared {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
  /** `'float'` of any width, the name of another type, or undefined for plain numbers. */
  readonly type: string | undefined;
}

/** Converts any comparable to the form that is compared. */
export function toCompared(input: Comparable): Compared {
  if (isTyped(input)) return { shape: [input.length], values: input, type: typeOf(input) };
  if (typeof input === 'object' && 'dataSync' in input) {
    return { shape: input.shape, values: numbers(input.dataSync()), type: family(input.dtype) };
  }
  if (typeof input === 'object' && 'data' in input) {
    return { shape: input.shape, values: input.data, type: typeOf(input.data) };
  }
  const values: number[] = [];
  return { shape: flatten(input, values), values, type: undefined };
}

function isTyped(input: Comparable): input is NumericTypedArray {
  return ArrayBuffer.isView(input);
}

function typeOf(values: ArrayLike<number>): string | undefined {
  if (values instanceof Float32Array || values instanceof Float64Array) return 'float';
  if (values instanceof Int32Array) return 'int32';
  return values instanceof Uint8Array ? 'bool' : undefined;
}

function family(dtype: string): string {
  return dtype.startsWith('float') ? 'float' : dtype;
}

function numbers(values: ArrayLike<number> | readonly string[]): ArrayLike<number> {
  if (typeof values[0] === 'string') throw new Error('expectClose: cannot compare strings');
  return values as ArrayLike<number>;
}

function flatten(input: NestedNumbers, into: number[]): readonly number[] {
  if (typeof input === 'number') {
    into.push(input);
    return [];
  }
  const shapes = input.map((part) => flatten(part, into));
  const [first = []] = shapes;
  if (shapes.some((shape) => shape.join() !== first.join())) {
    throw new Error('expectClose: nested arrays must have the same length at each depth');
  }
  return [input.length, ...first];
}
