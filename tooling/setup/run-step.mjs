import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { root } from './workspace.mjs';

const onWindows = process.platform === 'win32';
const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Runs a command and collects its output. A signal reaches the command and all its children once:
 * on Ctrl-C the terminal tells every process, and npm then tells its child again.
 *
 * @param {string} file
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env] added to the environment
 * @param {'pipe' | 'inherit'} [stdio] `inherit` shows the output and collects nothing
 * @param {(text: string) => void} [onOutput] hears the output as it comes
 * @returns {Promise<{ code: number, output: string, interrupted: boolean }>} `code` is 128 + n for
 *   signal n, as in shells; `interrupted` says that a signal was passed on
 */
export async function capture(file, args, env, stdio = 'pipe', onOutput = () => {}) {
  const child = spawn(file, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', stdio, stdio],
    // A process group of its own, which the terminal does not tell.
    detached: !onWindows,
    // Windows starts npm.cmd and npx.cmd through a shell only.
    shell: onWindows && /^np[mx]$/.test(file),
  });
  /** @type {NodeJS.Signals | undefined} */
  let told;
  const tell = (/** @type {NodeJS.Signals} */ signal) => {
    if (!told && !onWindows && child.pid !== undefined) process.kill(-child.pid, signal);
    told = signal;
  };
  for (const signal of signals) process.on(signal, tell);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text;
      onOutput(text);
    });
  }
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status, signal) => {
        // A command that was told to stop has not succeeded, whatever its exit code.
        const ended = told ?? signal;
        resolve(ended ? 128 + constants.signals[ended] : status);
      });
    });
    return { code, output, interrupted: told !== undefined };
  } finally {
    for (const signal of signals) process.off(signal, tell);
  }
}

/**
 * Runs a command with a line of progress on stderr, and ends this process with the command's output
 * if it fails. A command that takes less than a second had nothing to do, and gets no line.
 *
 * @param {string} title
 * @param {readonly [file: string, args: readonly string[], env?: Record<string, string>]} command
 * @param {string} remedy shown below the output of a failure
 * @param {RegExp} [part] matches output that tells what is being done; its first group is shown with
 *   the time, at most once a second
 */
export async function runStep(title, command, remedy, part) {
  const start = performance.now();
  const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
  let begun = false;
  const begin = () => {
    if (!begun) process.stderr.write(`${title} … `);
    begun = true;
  };
  const timer = setTimeout(begin, 1000);
  let told = start;
  const tell = (/** @type {string} */ text) => {
    const [, done] = (part && text.match(part)) ?? [];
    if (!begun || done === undefined || performance.now() - told < 1000) return;
    told = performance.now();
    process.stderr.write(`\n${seconds().padStart(7)} s  ${done}`);
  };
  const [file, args, env] = command;
  const { code, output } = await capture(file, args, env, 'pipe', tell);
  clearTimeout(timer);
  if (code !== 0) begin();
  if (told !== start) process.stderr.write(`\n${title}: `);
  if (begun) process.stderr.write(`${code === 0 ? '' : 'failed after '}${seconds()} s\n`);
  if (code === 0) return;
  // A signal is the user's own doing and needs no explanation.
  if (code < 128) process.stderr.write(`\n${output.trim()}\n\n${remedy}\n`);
  process.exit(code < 128 ? 1 : code);
}
