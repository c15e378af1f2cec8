/**
 * Where a run writes to.
 *
 * @typedef {object} Console
 * @property {import('node:stream').Writable} output
 * @property {import('node:stream').Writable} errors
 * @property {boolean} interactive a terminal for people, on which lines can be redrawn
 * @property {number} columns characters in a line
 */

/**
 * The console of this process; not interactive in pipes, logs and continuous integration.
 *
 * @param {'output' | 'errors'} redrawn on which of the two lines would be redrawn
 * @returns {Console}
 */
export function processConsole(redrawn) {
  const { stdout, stderr, env } = process;
  const { isTTY, columns } = redrawn === 'output' ? stdout : stderr;
  const continuousIntegration = (env['CI'] ?? '') !== '' && env['CI'] !== 'false';
  return {
    output: stdout,
    errors: stderr,
    interactive: Boolean(isTTY) && env['TERM'] !== 'dumb' && !continuousIntegration,
    columns: columns ?? stdout.columns ?? 100,
  };
}
