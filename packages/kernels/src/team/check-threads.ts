import { OptionError } from '@tfjs-stn/core/errors';

/** Many more than any machine has cores; each takes some megabytes. */
export const mostThreads = 256;

/**
 * Checks the options of a function that registers kernels.
 *
 * @param remedy what leaving out `threads` means
 * @throws OptionError
 */
export function checkThreads(
  operation: string,
  options: { readonly threads?: number | undefined },
  remedy: string,
): void {
  if (typeof options !== 'object' || options === null) {
    throw new OptionError(operation, `options must be an object, got ${String(options)}`);
  }
  const unknown = Object.keys(options).find((key) => key !== 'threads');
  if (unknown !== undefined) {
    throw new OptionError(operation, `options may have threads, got '${unknown}'`);
  }
  const { threads } = options;
  const isCount = threads === undefined || (Number.isInteger(threads) && threads >= 1);
  if (isCount && (threads ?? 1) <= mostThreads) return;
  const rule = `threads must be a whole number from 1 to ${mostThreads}`;
  const got = typeof threads === 'number' ? threads : typeof threads;
  throw new OptionError(operation, `${rule}, got ${got}. ${remedy}`);
}
