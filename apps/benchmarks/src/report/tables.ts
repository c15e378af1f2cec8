import { isTimed, type CaseResult, type TargetResult } from '../results/results.js';
import { displayName, fastest, megabytes, ratioText, significant, times } from './figures.js';

/** A table before it is text, Markdown or HTML. */
export interface Table {
  /** Titles; those of columns of figures begin with `>`. */
  readonly titles: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** All contestants of a case that were timed, the fastest first. */
export function caseTable(benchmarkCase: CaseResult): Table {
  const peer = fastest(benchmarkCase, 'peer');
  const limit = fastest(benchmarkCase, 'limit');
  const figures = [
    'ms',
    'quartiles',
    'to the fastest peer',
    'to memcpy',
    'rounds',
    'memory',
    'error',
  ];
  const timed = benchmarkCase.results.filter(isTimed).toSorted((a, b) => a.median - b.median);
  return {
    titles: ['contestant', ...figures.map((title) => `>${title}`)],
    rows: timed.map((result) => [
      displayName(result),
      significant(result.median),
      `${significant(result.lowerQuartile)} – ${significant(result.upperQuartile)}`,
      ratioText(result, peer),
      ratioText(result, limit),
      String(result.rounds),
      result.bytes === undefined ? '–' : megabytes(result.bytes),
      result.error === undefined ? '–' : result.error.toExponential(1),
    ]),
  };
}

/** The targets with their verdicts: missed ones first, then by how near they are to their limit. */
export function targetTable(targets: readonly TargetResult[]): Table {
  const order = ['missed', 'met', 'not measured'];
  const use = ({ ratio, limit }: TargetResult): number => (ratio?.median ?? 0) / limit;
  const sorted = targets.toSorted(
    (a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || use(b) - use(a),
  );
  return {
    titles: ['target', '>at most', '>measured', '>quartiles', '>rounds', 'verdict'],
    rows: sorted.map(({ name, limit, ratio, verdict, reason }) => [
      name,
      `${limit}×`,
      ratio ? times(ratio.median) : '–',
      ratio ? `${times(ratio.lowerQuartile)} – ${times(ratio.upperQuartile)}` : '–',
      ratio ? String(ratio.rounds) : '–',
      reason === undefined ? verdict : `${verdict}: ${reason}`,
    ]),
  };
}

/** Ours at its best and the fastest peer, for each case. */
export function summaryTable(cases: readonly CaseResult[]): Table {
  return {
    titles: ['case', 'tfjs-stn at its best', '>ms', 'fastest peer', '>ms', '>ratio'],
    rows: cases.map((each) => {
      const [ours, peer] = [fastest(each, 'ours'), fastest(each, 'peer')];
      return [
        each.name,
        ours ? displayName(ours) : 'none',
        ours ? significant(ours.median) : '–',
        peer ? displayName(peer) : 'none',
        peer ? significant(peer.median) : '–',
        ours ? ratioText(ours, peer) : '–',
      ];
    }),
  };
}

/** The width of every column, and how cells are set in it. */
function layout({ titles, rows }: Table, least = 1) {
  const columns = titles.map((title, index) => ({
    title: title.replace(/^>/, ''),
    isRight: title.startsWith('>'),
    width: Math.max(
      least,
      title.replace(/^>/, '').length,
      ...rows.map((row) => row[index]?.length ?? 0),
    ),
  }));
  const set = (cell: string, index: number): string => {
    const { isRight = false, width = 0 } = columns[index] ?? {};
    const short = cell.length > width ? `${cell.slice(0, width - 1)}…` : cell;
    return isRight ? short.padStart(width) : short.padEnd(width);
  };
  return { columns, set };
}

/** For a terminal of `width` characters: where a line would be longer, the widest columns are cut. */
export function textTable(table: Table, width: number): string {
  const { columns, set } = layout(table);
  const total = (): number => columns.reduce((sum, own) => sum + own.width + 2, -2);
  while (total() > width) {
    const widest = columns.reduce((most, own) => (own.width > most.width ? own : most));
    if (widest.width <= 8) break;
    widest.width -= 1;
  }
  const line = (cells: readonly string[]): string => cells.map(set).join('  ').trimEnd();
  const rule = columns.map((own) => '─'.repeat(own.width)).join('  ');
  return [line(columns.map(({ title }) => title)), rule, ...table.rows.map(line)].join('\n');
}

/** As Markdown, padded as prettier does. */
export function markdownTable(table: Table): string {
  const rows = table.rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const { columns, set } = layout({ ...table, rows }, 3);
  const line = (cells: readonly string[]): string => `| ${cells.map(set).join(' | ')} |`;
  const rule = columns.map(({ width, isRight }) =>
    isRight ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
  );
  const head = line(columns.map(({ title }) => title));
  return [head, `| ${rule.join(' | ')} |`, ...rows.map(line)].join('\n');
}

/** As HTML; the class of a row's last cell is its text up to a colon. */
export function htmlTable({ titles, rows }: Table): string {
  const cell = (text: string, column: number, row: readonly string[]): string => {
    const name = column === row.length - 1 ? (/^(met|missed)/.exec(text)?.[0] ?? '') : '';
    return `<td${name && ` class="${name}"`}>${escaped(text)}`;
  };
  const head = titles.map((title) => `<th>${escaped(title.replace(/^>/, ''))}`).join('');
  const body = rows.map((row) => `<tr>${row.map((text, i) => cell(text, i, row)).join('')}`);
  return `<div class="table"><table><thead><tr>${head}<tbody>${body.join('\n')}</table></div>`;
}

/** Text as HTML shows it. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
