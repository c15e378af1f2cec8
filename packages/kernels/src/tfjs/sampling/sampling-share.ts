import { splitRange, type Range } from '../split-range.js';
import { itemSize, outputBatch, samplingWork, type SamplingProblem } from './sampling-problem.js';

/** What of a batch one thread takes at a time. */
export interface SamplingShare {
  readonly items: Range;
  /** Of the output. */
  readonly rows: Range;
  /** Of the image, for its gradient: the thread clears these, and adds to them alone. */
  readonly imageRows?: Range;
}

/** So that who is done first can go on with what is left: shares of about so much work. */
const shareWork = 1_000_000;
const [leastShares, mostShares] = [4, 16];
/** Points that a kernel works on together, at most: TILE in assembly/scratch.ts. */
const tile = 256;
/** Channels up to which it works on several rows together: NARROW in assembly/sample.ts. */
const narrow = 8;

/**
 * How many shares are wanted for so many threads. Of a large job there are more: the last one, for
 * which all other threads wait, is then a smaller piece of the whole.
 */
function sharesFor(problem: SamplingProblem, threads: number): number {
  if (threads === 1) return 1;
  const each = Math.floor(samplingWork(problem) / threads / shareWork);
  return threads * Math.max(leastShares, Math.min(mostShares, each));
}

/**
 * Shares the points of the output out: by items, and where they are too few by rows too. A basis
 * is read once for all items of a share, so there rows come first.
 *
 * @param together rows that stay in one share
 */
export function pointShares(
  problem: SamplingProblem,
  threads: number,
  together: number = rowsTogether(problem),
): SamplingShare[] {
  const wanted = sharesFor(problem, threads);
  const byItems = (parts: number): Range[] => splitRange(outputBatch(problem), parts);
  const byRows = (parts: number): Range[] => splitRows(problem, parts, together);
  const rowsFirst = problem.field.kind === 'basis';
  const [first, second] = rowsFirst ? [byRows, byItems] : [byItems, byRows];
  const outer = first(wanted);
  const inner = second(Math.ceil(wanted / Math.max(1, outer.length)));
  const shares: SamplingShare[] = [];
  for (const one of outer) {
    for (const other of inner) {
      shares.push(rowsFirst ? { items: other, rows: one } : { items: one, rows: other });
    }
  }
  return shares;
}

/**
 * Rows of the output that a kernel works on as one: `rowsTogether` in assembly/sample.ts. A share
 * begins with the first of them, since by where they begin points are grouped, and sums rounded.
 */
function rowsTogether({ field, attributes, imageShape }: SamplingProblem): number {
  const outWidth = Math.max(1, attributes.outputSize[1]);
  if (field.kind === 'basis' || (imageShape[3] as number) > narrow) return 1;
  return Math.max(1, Math.floor((tile - (-outWidth & 3)) / outWidth));
}

/** Rows of the output in so many ranges, or fewer, that each begin with the first of `together`. */
function splitRows(problem: SamplingProblem, parts: number, together: number): Range[] {
  const outHeight = problem.attributes.outputSize[0];
  return splitRange(Math.ceil(outHeight / together), parts).map(({ begin, end }) => ({
    begin: begin * together,
    end: Math.min(end * together, outHeight),
  }));
}

/** Shares rows of the output out, each with all items: for what gathers over the batch. */
export function rowShares(problem: SamplingProblem, threads: number): SamplingShare[] {
  const items = { begin: 0, end: outputBatch(problem) };
  const ranges = splitRows(problem, sharesFor(problem, threads), rowsTogether(problem));
  return ranges.map((rows) => ({ items, rows }));
}

/**
 * Shares a gradient by the image out: by items where each has its own image. Of one image every
 * thread takes a band of rows and goes through all points for it, so there is one for each thread.
 */
export function imageShares(problem: SamplingProblem, threads: number): SamplingShare[] {
  const [batch, height] = problem.imageShape as [number, number];
  const rows = { begin: 0, end: problem.attributes.outputSize[0] };
  const whole = { begin: 0, end: height };
  if (batch === 0) return [];
  if (batch > 1) {
    const wanted = sharesFor(problem, threads);
    const shares = splitRange(batch, wanted);
    if (shares.length >= threads) return shares.map((items) => ({ items, rows, imageRows: whole }));
  }
  const images = batch > 1 ? splitRange(batch, batch) : [{ begin: 0, end: outputBatch(problem) }];
  const bands = splitRange(height, Math.ceil(threads / images.length));
  return images.flatMap((items) => bands.map((imageRows) => ({ items, rows, imageRows })));
}

/** Where rows of items lie in a tensor `[batch, height, …]`, in floats. */
export function sharedRows(items: Range, rows: Range, shape: readonly number[]): Range[] {
  const [item, row] = [itemSize(shape, 1), itemSize(shape, 2)];
  const isWhole = rows.begin === 0 && rows.end === shape[1];
  if (isWhole) return [{ begin: items.begin * item, end: items.end * item }];
  return Array.from({ length: items.end - items.begin }, (_, index) => {
    const begin = (items.begin + index) * item;
    return { begin: begin + rows.begin * row, end: begin + rows.end * row };
  });
}
