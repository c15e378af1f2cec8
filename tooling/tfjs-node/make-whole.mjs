import { mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Makes a large folder whole or not at all, also if others make the same at the same time.
 *
 * @param {string} folder
 * @param {() => boolean} isWhole looks at `folder`
 * @param {(making: string) => Promise<void>} fill makes it in another place
 */
export async function makeWhole(folder, isWhole, fill) {
  sweep(folder);
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  const remove = () => rmSync(making, { recursive: true, force: true });
  const stop = (/** @type {NodeJS.Signals} */ signal) => {
    // A command that runs is told first, by who started it; this process ends after it.
    if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
  };
  process.on('exit', remove);
  for (const signal of signals) process.on(signal, stop);
  try {
    await fill(making);
    settle(making, folder, isWhole);
  } finally {
    remove();
    process.off('exit', remove);
    for (const signal of signals) process.off(signal, stop);
  }
}

/**
 * @param {string} making
 * @param {string} folder
 * @param {() => boolean} isWhole
 */
function settle(making, folder, isWhole) {
  if (isWhole()) return;
  // What is there is of no use to anyone.
  rmSync(folder, { recursive: true, force: true });
  try {
    renameSync(making, folder);
  } catch (error) {
    // Another has been faster since; what it made is as good.
    if (!isWhole()) throw error;
  }
}

/** Removes what processes have left behind that were killed. */
function sweep(/** @type {string} */ folder) {
  const [parent, prefix] = [dirname(folder), `${basename(folder)}.`];
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const process = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (!/^\d+$/.test(process) || isAlive(Number(process))) continue;
    rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(/** @type {number} */ id) {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    // It may be someone else's.
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
