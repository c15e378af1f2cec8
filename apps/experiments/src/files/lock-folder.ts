import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { isMissing, systemErrorCode } from './file-errors.js';

/** Another run is using a folder. */
export class FolderInUseError extends UserError {}

/**
 * Locks a folder for this process, so that two runs never write to it at the same time. The lock of
 * a process that has ended is taken over: at once on the same machine, and after two minutes without
 * a sign of life if it ran on another one that shares the file system.
 *
 * The lock is a folder with one empty file that is named after its owner. A folder with this file is
 * prepared and renamed, which takes the lock in one step. Deleting the file of a dead owner by name
 * can't delete the file of a run that has taken over meanwhile.
 *
 * @returns releases the lock
 * @throws FolderInUseError if another run holds it
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
  const beat = setInterval(() => void showLife(join(lock, owner)), HEARTBEAT).unref();
  return async () => {
    clearInterval(beat);
    await rm(join(lock, owner), { force: true });
    await removeIfEmpty(lock);
  };
}

/** Distinguishes the attempts of one process. */
let attempts = 0;

/** Milliseconds between the signs of life of a lock's owner. */
const HEARTBEAT = 10_000;
/** Without a sign of life for this long, an owner on another machine counts as dead. */
const SILENCE = 120_000;

/** Renews the time of an owner's file, for other machines. A miss does no harm. */
async function showLife(file: string): Promise<void> {
  const now = new Date();
  await utimes(file, now, now).catch(() => undefined);
}

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
    const alive = elsewhere
      ? (await silence(join(lock, owner))) < SILENCE
      : isRunning(Number(pid), start);
    if (alive) {
      const where = elsewhere ? ` on ${host.join('-')}` : '';
      const gone = elsewhere ? '. Its lock lapses two minutes after its last sign of life' : '';
      throw new FolderInUseError(
        `Another run is using ${folder} (process ${pid}${where}). Wait for it to end, or choose another folder with --out${gone}`,
      );
    }
    await rm(join(lock, owner), { force: true });
  }
  await removeIfEmpty(lock);
}

/** Milliseconds since an owner's last sign of life; infinite if its file is gone. */
function silence(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => Number.POSITIVE_INFINITY,
  );
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
