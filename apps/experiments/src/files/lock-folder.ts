import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { isMissing, systemErrorCode } from './file-errors.js';

/**
 * Locks a folder for this process, so that two runs never write to it at the same time. The lock of
 * a process that has ended is taken over.
 *
 * The lock is a folder with one empty file that is named after its owner. A folder with this file is
 * prepared and renamed, which takes the lock in one step. Deleting the file of a dead owner by name
 * can't delete the file of a run that has taken over meanwhile.
 *
 * @returns releases the lock
 * @throws UserError if another run holds it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const lock = join(folder, '.experiments-lock');
  const owner = `${process.pid}-${startOf(process.pid)}-${hostname()}`;
  const prepared = `${lock}-${owner}-${(attempts += 1)}`;
  try {
    await mkdir(prepared);
    await writeFile(join(prepared, owner), '');
    await moveTo(lock, prepared, folder);
  } finally {
    await rm(prepared, { recursive: true, force: true });
  }
  return async () => {
    await rm(join(lock, owner), { force: true });
    await removeIfEmpty(lock);
  };
}

/** Distinguishes the attempts of one process. */
let attempts = 0;

/** Attempts to take a free lock before a failure is an error. */
const MOST_TRIES = 50;

async function moveTo(lock: string, prepared: string, folder: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await rename(prepared, lock);
    } catch (error) {
      if (!isTaken(error) || tries === MOST_TRIES) throw error;
    }
    await removeIfDead(lock, folder);
  }
}

/** Whether the target of a rename exists, or a folder to be removed is not empty. */
function isTaken(error: unknown): boolean {
  // EPERM is from Windows.
  return ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(systemErrorCode(error) ?? '');
}

async function removeIfDead(lock: string, folder: string): Promise<void> {
  for (const owner of await readdir(lock).catch(() => [])) {
    const [pid = '', start = '', ...host] = owner.split('-');
    const elsewhere = host.join('-') !== hostname();
    if (elsewhere || isRunning(Number(pid), start)) {
      const where = elsewhere ? ` on ${host.join('-')}` : '';
      const gone = elsewhere ? `. If it is no longer running, delete ${lock}` : '';
      throw new UserError(
        `Another run is using ${folder} (process ${pid}${where}). Wait for it to end, or choose another folder with --out${gone}`,
      );
    }
    await rm(join(lock, owner), { force: true });
  }
  await removeIfEmpty(lock);
}

async function removeIfEmpty(folder: string): Promise<void> {
  await rmdir(folder).catch((error: unknown) => {
    // Another run may have removed it, or taken it over.
    if (!isMissing(error) && !isTaken(error)) throw error;
  });
}

const UNKNOWN = 'unknown';

/** Whether the process that started then is still running, as far as the system tells. */
function isRunning(pid: number, start: string): boolean {
  const now = startOf(pid);
  return now !== undefined && (now === start || now === UNKNOWN || start === UNKNOWN);
}

/**
 * The start time of a process in the system's own units. It distinguishes a process from a later one
 * with the same id.
 *
 * @returns undefined if the process has ended
 */
function startOf(pid: number): string | undefined {
  try {
    // The second field is the program's name in parentheses, which may contain spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has been killed, but its parent has not noticed yet.
    return 'ZX'.includes(state) ? undefined : fields[18];
  } catch {
    // Not Linux, or hidden, or gone.
  }
  if (!exists(pid)) return undefined;
  const ps = ['-o', 'lstart=', '-p', String(pid)];
  const { stdout } = spawnSync('ps', ps, { encoding: 'utf8' });
  const time = Date.parse(stdout);
  return Number.isNaN(time) ? UNKNOWN : String(time);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) !== 'ESRCH';
  }
}
