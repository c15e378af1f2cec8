import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join } from 'node:path';

const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Makes a large folder completely or not at all, also when several processes make it at once.
 *
 * @param {string} folder
 * @param {() => boolean} isComplete looks at `folder`
 * @param {(making: string) => Promise<void>} fill makes it in another place
 */
export async function atomicFolder(folder, isComplete, fill) {
  removeLeftovers(folder);
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  const remove = () => rmSync(making, { recursive: true, force: true });
  const stop = (/** @type {NodeJS.Signals} */ signal) => {
    // While a command runs, run-step.mjs passes the signal on and exits after it.
    if (process.listenerCount(signal) === 1) process.exit(128 + constants.signals[signal]);
  };
  process.on('exit', remove);
  for (const signal of signals) process.on(signal, stop);
  try {
    await fill(making);
    // Another process may be faster at any moment; its folder is as good.
    try {
      if (!isComplete()) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      if (!isComplete()) renameSync(making, folder);
    } catch (error) {
      if (!isComplete()) throw error;
    }
  } finally {
    remove();
    process.off('exit', remove);
    for (const signal of signals) process.off(signal, stop);
  }
}

/** Removes what killed processes have left. The addon is built on Linux only, which has /proc. */
function removeLeftovers(/** @type {string} */ folder) {
  const [parent, prefix] = [dirname(folder), `${basename(folder)}.`];
  mkdirSync(parent, { recursive: true });
  for (const name of readdirSync(parent)) {
    const id = name.startsWith(prefix) ? name.slice(prefix.length) : '';
    if (/^\d+$/.test(id) && !existsSync(`/proc/${id}`)) {
      rmSync(join(parent, name), { recursive: true, force: true });
    }
  }
}
