import { captureCommand } from './run-command.mjs';

/**
 * Runs a command with one line of progress on stderr, and everything it said if it fails.
 *
 * @param {string} title
 * @param {import('./run-command.mjs').Command} command
 * @param {string} remedy shown under the output of a failure
 */
export async function runStep(title, command, remedy) {
  const start = performance.now();
  process.stderr.write(`${title} … `);
  const { code, output } = await captureCommand(command);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stderr.write(code === 0 ? `${seconds} s\n` : `failed after ${seconds} s\n`);
  if (code === 0) return;
  // A signal is the user's own doing and needs no explanation.
  if (code < 128) process.stderr.write(`\n${output.trim()}\n\n${remedy}\n`);
  process.exit(code < 128 ? 1 : code);
}
