/**
 * The output of a program.
 *
 * @typedef {object} Console
 * @property {import('node:stream').Writable} output
 * @property {import('node:stream').Writable} errors
 * @property {boolean} interactive a terminal on which lines can be redrawn
 * @property {number} columns characters per line
 */

/**
 * The console of this process. It is not interactive in pipes, logs and continuous integration.
 *
 * @param {'output' | 'errors'} redrawn the stream on which lines are redrawn
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
    // A pipe has no width; COLUMNS can give it one.
    columns: columns ?? stdout.columns ?? (Number(env['COLUMNS']) || 100),
  };
}
