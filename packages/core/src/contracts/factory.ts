/** Makes values of one kind from their config, and carries the name they are registered under. */
export interface Factory<Value, Arguments extends readonly unknown[] = readonly unknown[]> {
  (...args: Arguments): Value;
  /** A function's own `name` does not survive minification; this one does. */
  readonly factoryName: string;
}
