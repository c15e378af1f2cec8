import { shapeName, type Shape } from './shape.js';

/** What of an operation is timed; `backward` is the gradients with the forward that they need. */
export type Pass =
  'forward' | 'backward' | 'inference' | 'training step' | 'filter gradient' | 'input gradient';

/** A backward pass up to its output, and from there on. */
export type PassPart = 'forward' | 'gradients';

/** How a filter or a pooling window moves over an image. */
export interface Window {
  /** `[height, width]` in pixels, for a convolution with its channels in and out. */
  readonly size: readonly number[];
  readonly strides: number;
  readonly pad: 'valid' | 'same';
}

/** One thing to measure. Plain JSON, so that a browser and a Python can be given it. */
export interface BenchmarkCase {
  /** A name of `operations`, or of what a plugin brings. */
  readonly operation: string;
  readonly pass: Pass;
  readonly shape: Shape;
  /** Of a convolution or a pooling. */
  readonly window?: Window;
  /** Of a backward pass the part that is timed, while the whole of it is done. */
  readonly part?: PassPart;
}

/** What a case is called in results, so that two runs can be compared. */
export function caseName({ operation, pass, shape, window }: BenchmarkCase): string {
  const detail = window ? [`${shapeName(window.size)} stride ${window.strides} ${window.pad}`] : [];
  return [operation, pass, shapeName(shape), ...detail].join(' ');
}
