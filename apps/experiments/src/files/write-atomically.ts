import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { systemErrorCode } from './system-error.js';

/**
 * Writes a file beside its place and then moves it there, so that nobody ever finds half of it.
 *
 * @throws UserError if it can't be written
 */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const beside = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(beside, content);
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw cannotWrite(path, error);
  }
}

/** What to tell people about a file or folder that can't be written. */
export function cannotWrite(path: string, error: unknown): UserError {
  const code = systemErrorCode(error) ?? 'unknown';
  const reason = reasons[code] ?? String(error);
  return new UserError(
    `Cannot write ${path}: ${reason}. Choose another folder with --out, or make room for it there`,
  );
}

const reasons: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'a file is in the way',
  ENOTDIR: 'a file is in the way',
  EISDIR: 'a folder is in the way',
  ENOENT: 'no such folder can be made',
};
