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
  const [reason, remedy] = reasons[code] ?? [String(error)];
  const first = remedy === undefined ? 'Choose' : `${remedy}, or choose`;
  return new CannotWriteError(
    `Cannot write ${path}: ${reason}. ${first} another folder with --out`,
  );
}

/** What is wrong, and what can be done about it there. */
const reasons: Record<string, readonly [reason: string, remedy?: string]> = {
  EACCES: ['permission denied', 'Allow yourself to write there'],
  EPERM: ['permission denied', 'Allow yourself to write there'],
  EROFS: ['the file system is read-only'],
  ENOSPC: ['the disk is full', 'Free some space'],
  EDQUOT: ['the disk quota is used up', 'Free some space'],
  EEXIST: ['a file is in the way', 'Move it away'],
  ENOTDIR: ['a file is in the way', 'Move it away'],
  EISDIR: ['a folder is in the way', 'Move it away'],
  ENOENT: ['no such folder can be made'],
};
