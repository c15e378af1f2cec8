/** Where a sampling operation looks: a family of transformations, or a grid that is given. */
export type FieldName = 'affine' | 'projective' | 'tps' | 'grid';

/** How it reads there. */
export type SamplerName = 'nearest' | 'bilinear' | 'bicubic';

/** An operation that samples an image. */
export interface SamplingOperation {
  readonly kind: 'sampling';
  readonly field: FieldName;
  readonly sampler: SamplerName;
}

/** Everything that is measured, by the name that `--op` takes. */
export const operations = {
  affine: { kind: 'sampling', field: 'affine', sampler: 'bilinear' },
  projective: { kind: 'sampling', field: 'projective', sampler: 'bilinear' },
  tps: { kind: 'sampling', field: 'tps', sampler: 'bilinear' },
  'affine-nearest': { kind: 'sampling', field: 'affine', sampler: 'nearest' },
  'affine-bicubic': { kind: 'sampling', field: 'affine', sampler: 'bicubic' },
  'grid-nearest': { kind: 'sampling', field: 'grid', sampler: 'nearest' },
  'grid-bilinear': { kind: 'sampling', field: 'grid', sampler: 'bilinear' },
  'grid-bicubic': { kind: 'sampling', field: 'grid', sampler: 'bicubic' },
  'st-cnn': { kind: 'st-cnn' },
  convolution: { kind: 'convolution' },
  'max-pool': { kind: 'max-pool' },
} as const satisfies Record<
  string,
  SamplingOperation | { readonly kind: 'st-cnn' | 'convolution' | 'max-pool' }
>;

/** The name of an operation that comes with the app. */
export type OperationName = keyof typeof operations;

/** Every one of them, in the order of reports. */
export const operationNames: readonly OperationName[] = Object.keys(operations) as OperationName[];

/** The sampling operation of that name, or undefined where it is none. */
export function samplingOperation(name: string): SamplingOperation | undefined {
  const found = operationNames.find((known) => known === name);
  const operation = found && operations[found];
  return operation?.kind === 'sampling' ? operation : undefined;
}
