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
