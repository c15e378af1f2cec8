import { spawn } from 'node:child_process';
import { constants } from 'node:os';

import { passSignals } from './pass-signals.mjs';
import { root } from './workspace.mjs';

const onWindows = process.platform === 'win32';

/**
 * @typedef {object} Command
 * @property {string} file
 * @property {readonly string[]} args
 * @property {Record<string, string>} [env] added to the environment
 */

/**
 * Runs a command with this terminal.
 *
 * @param {Command} command
 * @returns {Promise<number>} its exit code, 128 + n for signal n as shells have it
 */
export function runCommand(command) {
  return finished(start(command, 'inherit'));
}

/**
 * Runs a command and keeps what it says to itself.
 *
 * @param {Command} command
 * @returns {Promise<{ code: number, output: string }>}
 */
export async function captureCommand(command) {
  const child = start(command, 'pipe');
  /** @type {Buffer[]} */
  const chunks = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (/** @type {Buffer} */ chunk) => chunks.push(chunk));
  }
  const code = await finished(child);
  return { code, output: Buffer.concat(chunks).toString('utf8') };
}

/**
 * @param {Command} command
 * @param {'inherit' | 'pipe'} output
 */
function start({ file, args, env }, output) {
  return spawn(file, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['inherit', output, output],
    // A process group of its own, so that a signal reaches it through passSignals alone.
    detached: !onWindows,
    // Windows starts npx.cmd through a shell only.
    shell: onWindows && file === 'npx',
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>}
 */
function finished(child) {
  const release = passSignals(child);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  }).finally(release);
}
