import { extent, group, median } from 'd3-array';

import { valueCount } from '../cases/cases.js';
import type { CaseResult, TimedResult } from '../results/results.js';
import { displayName, fastest, isOverhead, ratioTo, significant } from './figures.js';
import { escaped } from './tables.js';

/** A dot in the row of its name. */
interface Dot {
  readonly name: string;
  readonly x: number;
  readonly role: TimedResult['role'];
  /** What it stands for, where a pointer shows it. */
  readonly title?: string;
}

type Scale = (x: number) => string;

/**
 * Rows of dots on a logarithmic axis, with a tick and a figure at their median, the least first: HTML
 * that reads as a list, fits any width and never clips a name. Empty without any dots.
 *
 * @param caption what the axis shows
 * @param unit follows every figure
 */
function dotChart(dots: readonly Dot[], caption: string, unit: string): string {
  if (dots.length === 0) return '';
  const [low = NaN, high = NaN] = extent(dots, ({ x }) => x);
  const [from, to] = [low / 1.15, high * 1.15];
  const scale: Scale = (x) =>
    `${((100 * Math.log(x / from)) / Math.log(to / from)).toFixed(1).replace(/\.0$/, '')}%`;
  const shown = ticks(from, to);
  const line = (x: number): string =>
    `linear-gradient(var(${x === 1 && unit === '×' ? '--line' : '--rule'}) 0 0) ${scale(x)}/1px 100% no-repeat`;
  const labels = shown.map((x) => `<small style="left:${scale(x)}">${x}${unit}</small>`).join('');
  const rows = [...group(dots, ({ name }) => name).values()]
    .map((own) => ({ own, middle: median(own, ({ x }) => x) ?? NaN }))
    .toSorted((a, b) => a.middle - b.middle)
    .map(({ own, middle }) => row(own, middle, scale, unit));
  return `<figure style="--grid:${shown.map(line).join()}"><figcaption>${caption}</figcaption><ol>
<li aria-hidden="true"><span></span><span class="axis">${labels}</span></li>
${rows.join('\n')}</ol></figure>`;
}

function row(dots: readonly Dot[], middle: number, scale: Scale, unit: string): string {
  const [{ name, role } = { name: '', role: '' }] = dots;
  const marks = dots.map(({ x, title }) => {
    const hint = title === undefined ? '' : ` title="${escaped(title)}: ${significant(x)}${unit}"`;
    return `<i style="left:${scale(x)}"${hint}></i>`;
  });
  const tick = dots.length > 1 ? `<b style="left:${scale(middle)}"></b>` : '';
  return `<li class="${role}"><span>${escaped(name)}</span><span class="plot">${marks.join('')}${tick}</span><output>${significant(middle)}${unit}</output></li>`;
}

/** Powers of ten within an interval; where there are few, twice and five times them as well. */
function ticks(from: number, to: number): number[] {
  const decades = Array.from({ length: 16 }, (_, index) => Number(`1e${index - 7}`));
  const fine = Math.log10(to / from) < 2 ? [1, 2, 5] : [1];
  const all = decades.flatMap((decade) => fine.map((factor) => factor * decade));
  const inside = all.filter((x) => x >= from && x <= to);
  // At most eight labels fit next to each other on a phone.
  return inside.filter((_, index) => index % Math.ceil(inside.length / 8) === 0);
}

type Draw = (cases: readonly CaseResult[]) => string;

/** A dot for everything that was timed, titled if they are few; none where `xOf` knows no value. */
function dotsOf(
  cases: readonly CaseResult[],
  xOf: (result: TimedResult, each: CaseResult) => number | undefined,
): Dot[] {
  const isFew = cases.length < 16;
  return cases.flatMap((each) =>
    each.results.flatMap((result): Dot[] => {
      const x = xOf(result, each);
      const own = { name: displayName(result), role: result.role };
      return x === undefined ? [] : [{ ...own, x, ...(isFew && { title: each.name }) }];
    }),
  );
}

const toPeer = 'Times as long as the fastest peer: left of the line is faster. A dot is a case.';

/** Ours at its best against the fastest peer: a row for each operation and pass, a dot for each case. */
export const overviewChart: Draw = (cases) => {
  const dots = cases.flatMap((each): Dot[] => {
    const ours = fastest(each, 'ours');
    const x = ours && ratioTo(ours, fastest(each, 'peer'));
    const name = `${each.operation}, ${each.pass}`;
    return x === undefined ? [] : [{ name, role: 'ours', x, title: each.name }];
  });
  return dotChart(dots, toPeer, '×');
};

/** The times of all contestants of a case. */
export function caseChart(each: CaseResult): string {
  const dots = dotsOf([each], ({ median }) => median);
  return dotChart(dots, escaped(each.name), ' ms');
}

/** Each contestant against the fastest peer, a dot for each case. */
export const contestantChart: Draw = (cases) => {
  const dots = dotsOf(cases, (result, each) =>
    result.role === 'limit' ? undefined : ratioTo(result, fastest(each, 'peer')),
  );
  return dotChart(dots, toPeer, '×');
};

/** How the time of an affine warp grows with the image, on one thread or a GPU, a dot for each size. */
export const sizeChart: Draw = (cases) => {
  const own = cases.filter(
    (each) => each.operation === 'affine' && each.pass === 'forward' && !isOverhead(each),
  );
  const dots = dotsOf(own, ({ median, threads = 1 }, { shape }) =>
    threads > 1 ? undefined : (1e6 * median) / valueCount(shape),
  );
  const caption = 'Nanoseconds for each value of the image; a dot is a size.';
  return own.length > 1 ? dotChart(dots, caption, ' ns') : '';
};

/** What threads gain: the time with one thread by that with several. */
export const threadChart: Draw = (cases) => {
  const family = ({ name }: TimedResult): string =>
    name.replace(/, \d+ threads?$|-threaded.*$/, '');
  const dots = dotsOf(cases, (result, each) => {
    const one = each.results.find(
      (other) => other.threads === 1 && family(other) === family(result),
    );
    return one === undefined || (result.threads ?? 1) === 1
      ? undefined
      : one.median / result.median;
  });
  return dotChart(dots, 'Times as fast as with one thread. A dot is a case.', '×');
};

/** The memory of a call beyond its inputs, a dot for each case. */
export const memoryChart: Draw = (cases) => {
  const dots = dotsOf(cases, ({ bytes = 0 }, { shape }) =>
    bytes > 0 ? bytes / (4 * valueCount(shape)) : undefined,
  );
  const caption =
    'Peak of tensor memory beyond the inputs, in sizes of the image. A dot is a case.';
  return dotChart(dots, caption, '×');
};
