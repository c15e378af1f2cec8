import type { CaseResult, TargetResult } from '../results/results.js';
import { displayName, fastest, isOverhead, ratioTo, significant, times } from './figures.js';

/** A table before it is text, Markdown or HTML. */
export interface Table {
  /** Titles; those of columns of figures begin with `>`. */
  readonly titles: readonly string[];
  /** Columns that a narrow terminal does without. */
  readonly details?: readonly number[];
  readonly rows: readonly (readonly string[])[];
}

/** All contestants of a case that were timed, the fastest first. */
function caseTable(benchmarkCase: CaseResult): Table {
  const [peer, limit] = [fastest(benchmarkCase, 'peer'), fastest(benchmarkCase, 'limit')];
  const titles =
    'contestant,>ms,>quartiles,>to the fastest peer,>to memcpy,>rounds,>memory,>error'.split(',');
  return {
    titles,
    rows: benchmarkCase.results
      .toSorted((a, b) => a.median - b.median)
      .map((result) => [
        displayName(result),
        significant(result.median),
        `${significant(result.lowerQuartile)} – ${significant(result.upperQuartile)}`,
        times(ratioTo(result, peer)),
        times(ratioTo(result, limit)),
        String(result.rounds),
        result.bytes === undefined ? '–' : `${significant(result.bytes / 1e6)} MB`,
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
    details: [3, 4],
    rows: sorted.map(({ name, limit, ratio, verdict, reason }) => [
      name,
      `${limit}×`,
      times(ratio?.median),
      ratio ? `${times(ratio.lowerQuartile)} – ${times(ratio.upperQuartile)}` : '–',
      ratio ? String(ratio.rounds) : '–',
      reason === undefined ? verdict : `${verdict}: ${reason}`,
    ]),
  };
}

/** Ours at its best and the fastest peer, for each case, the furthest ahead first. */
export function summaryTable(cases: readonly CaseResult[]): Table {
  const rows = cases.map((each) => {
    const [ours, peer] = [fastest(each, 'ours'), fastest(each, 'peer')];
    const figures = (result: typeof ours): string[] =>
      result ? [displayName(result), significant(result.median)] : ['none', '–'];
    const ratio = ours && ratioTo(ours, peer);
    return { ratio, cells: [each.name, ...figures(ours), ...figures(peer), times(ratio)] };
  });
  return {
    titles: ['case', 'ours at its best', '>ms', 'fastest peer', '>ms', '>ratio'],
    details: [4],
    rows: rows
      .toSorted((a, b) => (a.ratio ?? Infinity) - (b.ratio ?? Infinity))
      .map(({ cells }) => cells.map((cell) => cell.replace(/^tfjs-stn on /, ''))),
  };
}

/** Breaks a text into lines of at most `width` characters: at spaces, and names that are longer. */
export function wrapped(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(/(?<= )/)) {
    for (const piece of word.trimEnd().length > width ? pieces(word, width) : [word]) {
      const line = lines.at(-1) ?? '';
      if ((line + piece).trimEnd().length > width) lines.push(piece);
      else lines[lines.length - 1] = line + piece;
    }
  }
  return lines.map((line) => line.trim());
}

/** A name in parts, `wasm+`, `kernels`; of a shape, `1x1080x`, `1920x3`. */
function pieces(word: string, width: number): string[] {
  const parts = word.split(/(?<=[+-])|(?<=\dx)(?=\d)/);
  return parts.flatMap((part) => part.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []);
}

interface Column {
  readonly title: string;
  readonly isFigure: boolean;
  width: number;
}

function columnsOf({ titles, rows }: Table, least = 1): Column[] {
  return titles.map((given, index) => {
    const title = given.replace(/^>/, '');
    const lengths = [title, ...rows.map((row) => row[index] ?? '')].map((cell) => cell.length);
    return { title, isFigure: given.startsWith('>'), width: Math.max(least, ...lengths) };
  });
}

function pad({ isFigure, width }: Column, cell = ''): string {
  return isFigure ? cell.padStart(width) : cell.padEnd(width);
}

/** What columns of text keep, if a terminal can do without details. */
const comfortable = 16;

/** For a terminal of `width` characters: the widest columns of text are broken into lines. */
export function textTable(table: Table, width: number): string {
  const columns = columnsOf(table);
  const texts = columns.filter(({ isFigure }) => !isFigure);
  const total = (most = Infinity): number =>
    columns.reduce(
      (sum, own) => sum + (own.isFigure ? own.width : Math.min(most, own.width)) + 2,
      -2,
    );
  if (table.details && total(comfortable) > width) {
    const { details, titles, rows } = table;
    const without = (cells: readonly string[]): string[] =>
      cells.filter((_, index) => !details.includes(index));
    return textTable({ titles: without(titles), rows: rows.map(without) }, width);
  }
  while (total() > width) {
    const widest = texts.reduce((most, own) => (own.width > most.width ? own : most));
    if (widest.width <= 8) break;
    widest.width -= 1;
  }
  const lines = (cells: readonly string[]): string[] => {
    const parts = columns.map((own, index) => wrapped(cells[index] ?? '', own.width));
    const height = Math.max(...parts.map(({ length }) => length));
    return Array.from({ length: height }, (_, at) =>
      columns
        .map((own, index) => pad(own, parts[index]?.[at]))
        .join('  ')
        .trimEnd(),
    );
  };
  const rule = columns.map((own) => '─'.repeat(own.width)).join('  ');
  const head = lines(columns.map(({ title }) => title));
  return [...head, rule, ...table.rows.flatMap(lines)].join('\n');
}

/** As Markdown, padded as prettier does. */
export function markdownTable(table: Table): string {
  const rows = table.rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const columns = columnsOf({ ...table, rows }, 3);
  const line = (cells: readonly string[]): string =>
    `| ${columns.map((own, index) => pad(own, cells[index])).join(' | ')} |`;
  const rule = columns.map(({ width, isFigure }) =>
    isFigure ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width),
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
  const body = rows.map((row) => `<tr>${row.map(cell).join('')}`);
  return `<div class="table"><table><thead><tr>${head}<tbody>${body.join('\n')}</table></div>`;
}

/** A case's table under its name. */
export function caseSection(benchmarkCase: CaseResult): string {
  const remark = isOverhead(benchmarkCase)
    ? '<p>One pixel: the cost of dispatch, checks and, on a GPU, of waiting for the result.</p>'
    : '';
  return `<h3>${escaped(benchmarkCase.name)}</h3>${remark}${htmlTable(caseTable(benchmarkCase))}`;
}

/** Lines as HTML; nothing where there are none. */
export function htmlList(lines: readonly string[]): string {
  if (lines.length === 0) return '';
  return `<ul>${lines.map((line) => `<li>${escaped(line)}`).join('')}</ul>`;
}

/** Text as HTML shows it. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
