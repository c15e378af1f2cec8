import { NARROW, TILE } from '../../abi.generated.js';
import { splitRange, type Range } from '../split-range.js';
import { lengthOf, samplingWork, windowOf, type SamplingProblem } from './sampling-problem.js';

/** The part of a task that one thread takes at a time. */
export interface SamplingSlice {
  readonly items: Range;
  /** Of the output. */
  readonly rows: Range;
  /** Image rows for its gradient: the thread clears these, and adds only to them. */
  readonly imageRows?: Range;
}

/** Approximate work per slice, so that a thread that finishes early takes another. */
const sliceWork = 1_000_000;
const [leastSlices, mostSlices] = [4, 16];

/**
 * The number of slices for a number of threads. A large task has more, so that the last slice, for
 * which all other threads wait, is a smaller part of the whole.
 */
function sliceCount(problem: SamplingProblem, threads: number): number {
  if (threads === 1) return 1;
  const each = Math.floor(samplingWork(problem) / threads / sliceWork);
  return threads * Math.max(leastSlices, Math.min(mostSlices, each));
}

/**
 * Divides the points of the output: by items, and by rows too where items are too few. A basis is
 * read once for all items of a slice, so there rows come first.
 *
 * @param together rows that stay in one slice
 */
export function pointSlices(
  problem: SamplingProblem,
  threads: number,
  together: number = rowsTogether(problem),
): SamplingSlice[] {
  const wanted = sliceCount(problem, threads);
  const { items } = windowOf(problem);
  const byItems = (parts: number): Range[] => splitWithin(items, parts);
  const byRows = (parts: number): Range[] => splitRows(problem, parts, together);
  const rowsFirst = problem.field.kind === 'basis';
  const [first, second] = rowsFirst ? [byRows, byItems] : [byItems, byRows];
  const outer = first(wanted);
  const inner = second(Math.ceil(wanted / Math.max(1, outer.length)));
  const slices: SamplingSlice[] = [];
  for (const one of outer) {
    for (const other of inner) {
      slices.push(rowsFirst ? { items: other, rows: one } : { items: one, rows: other });
    }
  }
  return slices;
}

/**
 * Output rows that a kernel processes together: `rowsTogether` in assembly/sample.ts. A slice begins
 * with the first of them, since their start decides how points are grouped and sums are rounded.
 */
export function rowsTogether({ field, attributes, imageShape }: SamplingProblem): number {
  const outWidth = Math.max(1, attributes.outputSize[1]);
  if (field.kind === 'basis' || (imageShape[3] as number) > NARROW) return 1;
  return Math.max(1, Math.floor((TILE - (-outWidth & 3)) / outWidth));
}

/** Divides output rows into at most so many ranges, each beginning with the first of `together`. */
function splitRows(problem: SamplingProblem, parts: number, together: number): Range[] {
  const { rows } = windowOf(problem);
  const groups = Math.ceil(lengthOf(rows) / together);
  return splitRange(groups, parts).map(({ begin, end }) => ({
    begin: rows.begin + begin * together,
    end: Math.min(rows.begin + end * together, rows.end),
  }));
}

/** Divides a range that begins anywhere. */
function splitWithin(range: Range, parts: number): Range[] {
  return splitRange(lengthOf(range), parts).map(({ begin, end }) => ({
    begin: range.begin + begin,
    end: range.begin + end,
  }));
}

/** Divides rows of the output, each with all items: for what gathers over the batch. */
export function rowSlices(problem: SamplingProblem, threads: number): SamplingSlice[] {
  const { items } = windowOf(problem);
  const ranges = splitRows(problem, sliceCount(problem, threads), rowsTogether(problem));
  return ranges.map((rows) => ({ items, rows }));
}

/**
 * Divides an image gradient: by items where each has its own image. For one
 * image every thread takes a band of rows and visits all points for it, so there is one per thread.
 */
export function imageSlices(problem: SamplingProblem, threads: number): SamplingSlice[] {
  const [batch, height] = problem.imageShape as [number, number];
  const { items: all, rows } = windowOf(problem);
  const whole = { begin: 0, end: height };
  if (batch === 0) return [];
  if (batch > 1) {
    const wanted = sliceCount(problem, threads);
    const slices = splitWithin(all, wanted);
    if (slices.length >= threads) return slices.map((items) => ({ items, rows, imageRows: whole }));
  }
  const images = batch > 1 ? splitWithin(all, lengthOf(all)) : [all];
  const bands = splitRange(height, Math.ceil(threads / images.length));
  return images.flatMap((items) => bands.map((imageRows) => ({ items, rows, imageRows })));
}
