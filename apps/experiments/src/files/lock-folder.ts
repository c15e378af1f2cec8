import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { isMissing, systemErrorCode } from './file-errors.js';

/**
 * Locks a folder for this process, so that two runs never write to it at the same time. The lock of
 * a process that has ended, however it ended, is taken over.
 *
 * The lock is a folder that holds one empty file, named after its owner. Renaming a folder that
 * already holds this file into place takes the lock in one step; deleting the file of a dead owner
 * by its name can never delete the file of a run that has taken over meanwhile.
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

/** Tells the attempts of one process apart. */
let attempts = 0;

/** How often a lock that is free may be lost to other runs before this is called an error. */
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

/** Whether there is a folder at the target of a rename or something in a folder to be removed. */
function isTaken(error: unknown): boolean {
  // The last one is Windows.
  return ['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(systemErrorCode(error) ?? '');
}

async function removeIfDead(lock: string, folder: string): Promise<void> {
  for (const owner of await readdir(lock).catch(() => [])) {
    const [pid = '', start = '', ...host] = owner.split('-');
    const elsewhere = host.join('-') !== hostname();
    if (elsewhere || startOf(Number(pid)) === start) {
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

/**
 * When a process started, in the system's own units: a later process with the same number has
 * another start.
 *
 * @returns undefined if the process has ended
 */
function startOf(pid: number): string | undefined {
  if (process.platform === 'linux') return startOnLinux(pid);
  const { stdout, error } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
  });
  if (!error) return stdout.trim() === '' ? undefined : String(Date.parse(stdout));
  // Windows has no ps, and tells only whether the process is there.
  try {
    process.kill(pid, 0);
    return 'unknown';
  } catch {
    return undefined;
  }
}

function startOnLinux(pid: number): string | undefined {
  try {
    // The second field is the program's name in parentheses, which may hold spaces itself.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A killed process whose parent has not noticed yet is a zombie.
    return 'ZX'.includes(state) ? undefined : fields[18];
  } catch {
    return undefined;
  }
}
