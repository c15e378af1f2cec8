/**
 * A table as Markdown has it, for a terminal and for the README.
 *
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${widths.map((width, column) => (row[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}

/** @param {readonly number[]} values */
function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** @param {number} error */
export function errorText(error) {
  return error < 0.0001 ? '< 0.0001' : error.toPrecision(2);
}

/** @param {number | undefined} degrees */
export function angleText(degrees) {
  return degrees === undefined ? 'none' : `yes, ${degrees.toFixed(1)}°`;
}

/**
 * The ratio, of each round to the same round of another, and the time behind it.
 *
 * @param {readonly number[]} times ms
 * @param {readonly number[]} others ms
 */
export function timeText(times, others) {
  const ratio = median(times.map((time, round) => time / (others[round] ?? NaN)));
  return `${ratio.toPrecision(2)} (${median(times).toPrecision(2)} ms)`;
}
