/** `[batch, height, width, channels]` */
export type Shape = readonly [batch: number, height: number, width: number, channels: number];

/** A shape as the command line and names have it: `1x512x512x3`. */
export function shapeName(shape: readonly number[]): string {
  return shape.join('x');
}

export function valueCount(shape: readonly number[]): number {
  return shape.reduce((count, length) => count * length, 1);
}

/** Reads `1x512x512x3`; undefined for anything else. */
export function parseShape(text: string): Shape | undefined {
  const lengths = text.split(/[x×,]/).map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : 0));
  const [batch = 0, height = 0, width = 0, channels = 0] = lengths;
  const isShape = lengths.length === 4 && lengths.every((length) => length > 0);
  return isShape ? [batch, height, width, channels] : undefined;
}

/** What is timed of an operation. A `backward` pass computes gradients, its forward included. */
export const passNames = [
  ...(['forward', 'backward', 'inference', 'training step'] as const),
  ...(['filter gradient', 'input gradient'] as const),
];
export type Pass = (typeof passNames)[number];

/** A filter `[height, width, channels in, channels out]` or a pooling window `[height, width]`. */
export interface Window {
  readonly size: readonly number[];
  readonly strides: number;
  readonly pad: 'valid' | 'same';
}

/** One thing to measure. Plain JSON, so that a browser and a Python can be given it. */
export interface BenchmarkCase {
  /** A name of `operations`, or of a plugin. */
  readonly operation: string;
  readonly pass: Pass;
  readonly shape: Shape;
  readonly window?: Window | undefined;
  /** How many times smaller the output is than the image. */
  readonly shrinkBy?: number | undefined;
  /** The part of a backward pass that is timed: up to its output, or from there on. */
  readonly part?: 'forward' | 'gradients' | undefined;
}

/** The name of a case in results, by which two runs are compared. */
export function caseName({ operation, pass, shape, window, shrinkBy }: BenchmarkCase): string {
  const detail = window ? [`${shapeName(window.size)} stride ${window.strides} ${window.pad}`] : [];
  if (shrinkBy !== undefined) detail.push(`by ${shrinkBy}`);
  return [operation, pass, shapeName(shape), ...detail].join(' ');
}

/** Where a sampling operation looks, and how it interpolates there. */
export interface SamplingOperation {
  readonly kind: 'sampling';
  readonly field: 'affine' | 'projective' | 'tps' | 'grid' | 'shrink';
  readonly sampler: 'nearest' | 'bilinear' | 'bicubic';
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
  'max-pool': { kind: 'pooling' },
  'depthwise-convolution': { kind: 'convolution' },
  'average-pool': { kind: 'pooling' },
  shrink: { kind: 'shrink' },
} as const satisfies Record<
  string,
  SamplingOperation | { readonly kind: 'st-cnn' | 'convolution' | 'pooling' | 'shrink' }
>;
export type OperationName = keyof typeof operations;
export const operationNames: readonly OperationName[] = Object.keys(operations) as OperationName[];

type Operation = (typeof operations)[OperationName];
const byName = new Map<string, Operation>(Object.entries(operations));

/** The kind of an operation; a plugin samples. */
export function kindOf(name: string): Operation['kind'] | 'plugin' {
  return byName.get(name)?.kind ?? 'plugin';
}

/** The sampling operation of that name; undefined if it is of another kind, or a plugin. */
export function samplingOperation(name: string): SamplingOperation | undefined {
  const operation = byName.get(name);
  return operation?.kind === 'sampling' ? operation : undefined;
}

/** What `--backend` takes: backends of Node, and after `chromium-` those of a browser. */
export const backendNames: readonly string[] = (
  'cpu wasm wasm+kernels tensorflow cpu+kernels tensorflow+kernels chromium-wasm+kernels ' +
  'chromium-wasm+kernels-threaded chromium-webgl chromium-webgl+kernels chromium-webgpu ' +
  'chromium-webgpu+kernels'
).split(' ');

/** The npm build has neither SIMD nor threads, and its name says so. */
export const opencvName = 'OpenCV.js (scalar build)';

/** The thread counts that are measured: powers of two below the cores, and all; at least two. */
export function threadCounts(cores: number): number[] {
  const counts = [1];
  while (2 * (counts.at(-1) ?? 1) < cores) counts.push(2 * (counts.at(-1) ?? 1));
  return [...counts, Math.max(2, cores)];
}

/** `1 thread`, `2 threads` */
export function threadsName(threads: number): string {
  return `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}
