/** What survives `JSON.parse(JSON.stringify(value))`: the form of every `config`. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/** Enough to make a transform, sampler or localisation net again through the registry. */
export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** Makes values of one kind from their config, and carries the name they are registered under. */
export interface Factory<Value, Arguments extends readonly unknown[] = readonly unknown[]> {
  (...args: Arguments): Value;
  /** A function's own `name` does not survive minification; this one does. */
  readonly factoryName: string;
}
