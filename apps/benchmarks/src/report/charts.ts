import * as Plot from '@observablehq/plot';

import { valueCount } from '../cases/cases.js';
import { isTimed, type CaseResult, type TimedResult } from '../results/results.js';
import { fewestRounds } from '../timing/interleave.js';
import { summarise } from '../timing/statistics.js';
import { displayName, fastest, ratioOf } from './figures.js';

/** A chart, as an element of the document it is made for. */
export type Chart = ReturnType<typeof Plot.plot>;

/** A dot: in a row of its name, under the title of its group. */
interface Dot {
  readonly name: string;
  readonly x: number;
  readonly role?: string;
  readonly group?: string;
  /** A line from and to. */
  readonly lower?: number;
  readonly upper?: number;
  readonly label?: string;
}

/**
 * Rows of dots with a tick at their median, the least first; undefined without any.
 *
 * @param options of the x axis, such as its label
 * @param one whether a line marks 1
 */
function dotChart(
  dots: readonly Dot[],
  document: Document,
  options: Plot.ScaleOptions,
  one = true,
): Chart | undefined {
  if (dots.length === 0) return undefined;
  const groups = new Set(dots.map(({ group }) => group)).size;
  const rows = new Set(dots.map(({ name, group }) => `${name} ${group}`)).size;
  return Plot.plot({
    document,
    width: 960,
    height: 60 + 16 * rows + 30 * (groups - 1),
    marginLeft: 410,
    marginBottom: 45,
    style: { background: 'none', fontSize: '12px' },
    x: { type: 'log', grid: true, tickFormat: '~g', ...options },
    y: { label: null },
    fy: { label: null, axis: null },
    color: { domain: ['ours', 'peer', 'limit'], range: ['#1668b8', '#8a8f98', '#c2410c'] },
    marks: dotMarks(dots, rows === dots.length, one),
  });
}

function dotMarks(dots: readonly Dot[], isSingle: boolean, one: boolean): Plot.Markish[] {
  const groups = [...new Set(dots.flatMap(({ group }) => group ?? []))];
  const y = { y: 'name', ...(groups.length > 0 && { fy: 'group' as const }) } as const;
  // The mark that sorts decides which rows there are.
  const sort = { y: 'x', reduce: 'median' } as const;
  const title = (name: string): string => name;
  const at = { fy: title, text: title, frameAnchor: 'top-right', fontWeight: 'bold' } as const;
  const ranges = dots.filter(({ lower }) => lower !== undefined);
  const labelled = dots.filter(({ label }) => label !== undefined);
  const median = { x: 'x', stroke: 'role', strokeWidth: 3, ...y } as const;
  return [
    ...(one ? [Plot.ruleX([1], { stroke: '#c2410c', strokeDasharray: '4 3' })] : []),
    Plot.ruleY(ranges, { x1: 'lower', x2: 'upper', stroke: 'role', ...y }),
    Plot.dot(dots, { x: 'x', fill: 'role', r: isSingle ? 4 : 2, ...y, sort }),
    Plot.tickX(isSingle ? [] : dots, Plot.groupY({ x: 'median' }, median)),
    Plot.text(labelled, { x: 'x', y: 'name', text: 'label', dy: -9 }),
    ...(groups.length > 0 ? [Plot.text(groups, { ...at, dy: -12 })] : []),
  ];
}

type Draw = (cases: readonly CaseResult[], document: Document) => Chart | undefined;

/** Everything that was timed, with its case. */
function timedIn(cases: readonly CaseResult[]): { each: CaseResult; result: TimedResult }[] {
  return cases.flatMap((each) => each.results.filter(isTimed).map((result) => ({ each, result })));
}

const toPeer = 'times as long as the fastest peer (left of the line is faster) →';

/** Ours at its best against the fastest peer, a row for each case. */
export const overviewChart: Draw = (cases, document) => {
  const dots = cases.flatMap((each): Dot[] => {
    const [ours, peer] = [fastest(each, 'ours'), fastest(each, 'peer')];
    if (!ours || !peer) return [];
    const { median: x, lowerQuartile: lower, upperQuartile: upper, rounds } = ratioOf(ours, peer);
    return rounds < fewestRounds ? [] : [{ name: each.name, x, lower, upper, role: 'ours' }];
  });
  return dotChart(dots, document, { label: toPeer });
};

/** The times of all contestants, case by case. */
export const contestantChart: Draw = (cases, document) => {
  const dots = timedIn(cases).map(({ each, result }): Dot => {
    return { name: displayName(result), x: result.median, role: result.role, group: each.name };
  });
  return dotChart(dots, document, { label: 'milliseconds per call →' }, false);
};

/** Each contestant against the fastest peer, a dot for each case. */
export const backendChart: Draw = (cases, document) => {
  const dots = timedIn(cases).flatMap(({ each, result }): Dot[] => {
    const peer = fastest(each, 'peer');
    const ratio = peer && ratioOf(result, peer);
    if (!ratio || ratio.rounds < fewestRounds || result.role === 'limit') return [];
    return [{ name: displayName(result), role: result.role, x: ratio.median }];
  });
  return dotChart(dots, document, { label: toPeer });
};

/** What threads gain: the median over all cases of the time with one thread by that with several. */
export const threadChart: Draw = (cases, document) => {
  const family = ({ name }: TimedResult): string =>
    name.replace(/, \d+ threads?$|-threaded.*$/, '');
  const gains = timedIn(cases).flatMap(({ each, result }) => {
    const isOne = (other: TimedResult): boolean =>
      other.threads === 1 && family(other) === family(result);
    const one = each.results.filter(isTimed).find(isOne);
    if (one === undefined || (result.threads ?? 1) === 1) return [];
    const label = `${result.threads}`;
    return [{ name: family(result), label, x: one.median / result.median }];
  });
  const keys = new Map(gains.map((each) => [`${each.name} ${each.label}`, each]));
  const dots = [...keys.values()].map(({ name, label }): Dot => {
    const own = gains.filter((each) => each.name === name && each.label === label);
    return { name, label, role: 'ours', x: summarise(own.map(({ x }) => x)).median };
  });
  return dotChart(dots, document, { type: 'linear', label: 'times as fast as one thread →' });
};

/** The memory of a call beyond its inputs, in sizes of the image, a dot for each case. */
export const memoryChart: Draw = (cases, document) => {
  const dots = timedIn(cases).flatMap(({ each, result }): Dot[] => {
    const { bytes = 0, role } = result;
    const name = displayName(result);
    return bytes > 0 ? [{ name, role, x: bytes / (4 * valueCount(each.shape)) }] : [];
  });
  return dotChart(dots, document, { label: 'times the image’s bytes →' });
};

/** How the time of an affine warp grows with the image, on one thread or a GPU, up to the largest image. */
export const sizeChart: Draw = (cases, document) => {
  const own = cases.filter(({ operation, pass }) => operation === 'affine' && pass === 'forward');
  const single = timedIn(own).filter(({ result }) => (result.threads ?? 1) === 1);
  const all = single.map(({ each, result }) => {
    return { name: displayName(result), ms: result.median, values: valueCount(each.shape) };
  });
  const most = Math.max(...all.map(({ values }) => values));
  if (all.every(({ values }) => values === most)) return undefined;
  const last = all.filter(({ values }) => values === most).toSorted((a, b) => b.ms - a.ms);
  const rows = all.filter(({ name }) => last.some((each) => each.name === name));
  // Labels in the order of their lines, at equal distances.
  const [high, low] = [last[0]?.ms ?? 1, Math.min(...rows.map(({ ms }) => ms))];
  const labels = last.map((each, index) => {
    return { ...each, at: high * (low / high) ** (index / last.length) };
  });
  const at = { x: 'values', y: 'ms', z: 'name' } as const;
  return Plot.plot({
    document,
    width: 960,
    height: 500,
    marginLeft: 60,
    marginRight: 320,
    style: { background: 'none', fontSize: '12px' },
    x: { type: 'log', grid: true, label: 'values of the image →', tickFormat: '~s' },
    y: { type: 'log', grid: true, label: '↑ milliseconds', tickFormat: '~g' },
    marks: [
      Plot.line(rows, { ...at, stroke: 'name', sort: 'values' }),
      Plot.dot(rows, { ...at, fill: 'name', r: 2 }),
      Plot.text(labels, {
        x: 'values',
        y: 'at',
        text: 'name',
        fill: 'name',
        textAnchor: 'start',
        dx: 8,
      }),
    ],
  });
};
