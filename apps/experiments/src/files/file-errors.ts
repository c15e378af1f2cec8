import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

/** Whether an error says that a file or folder isn't there. */
export function isMissing(error: unknown): boolean {
  return systemErrorCode(error) === 'ENOENT';
}

/** The code of an error of the operating system: `EACCES`. */
export function systemErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** A file or folder can't be written. */
export class CannotWriteError extends UserError {}

/** What to tell people about a file or folder that can't be written. */
export function cannotWrite(path: string, error: unknown): CannotWriteError {
  const code = systemErrorCode(error) ?? 'unknown';
  const reason = reasons[code] ?? String(error);
  return new CannotWriteError(
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
