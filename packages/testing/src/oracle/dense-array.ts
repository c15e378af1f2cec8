/** Numbers in row-major order with their shape. */
export interface DenseArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array | readonly number[];
}

/** What the oracle returns: always float64. */
export interface Float64Dense extends DenseArray {
  readonly data: Float64Array;
}

/** An array of `shape` filled with 0. */
export function zeros(shape: readonly number[]): Float64Dense {
  return { shape: [...shape], data: new Float64Array(elementCount(shape)) };
}

/** How many elements an array of `shape` has. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((count, size) => count * size, 1);
}
