/** Values of a tensor on their way to memory that threads share. */
export interface StagedInput {
  readonly length: number;
  copyTo(target: Float32Array | Int32Array): void;
}

/** Values that JavaScript has. */
export function stagedValues(values: ArrayLike<number>): StagedInput {
  return { length: values.length, copyTo: (target) => target.set(values) };
}
