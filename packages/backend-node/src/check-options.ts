import { OptionError } from '@tfjs-stn/core/errors';

/** How kernels are to run. */
export interface NodeKernelOptions {
  /**
   * Threads that share the work, with the one that calls: a whole number of at least 1. Default
   * `os.availableParallelism()`. Results do not depend on it.
   */
  readonly threads?: number | undefined;
}

/** @throws OptionError */
export function checkOptions(operation: string, options: NodeKernelOptions): void {
  if (typeof options !== 'object' || options === null) {
    throw new OptionError(operation, `options must be an object, got ${String(options)}`);
  }
  const unknown = Object.keys(options).find((key) => key !== 'threads');
  if (unknown !== undefined) {
    throw new OptionError(operation, `options may have threads, got '${unknown}'`);
  }
  const { threads } = options;
  if (threads === undefined || (Number.isInteger(threads) && threads >= 1)) return;
  const got = typeof threads === 'number' ? threads : typeof threads;
  throw new OptionError(
    operation,
    `threads must be a whole number of at least 1, got ${got}. Leave it out for all cores`,
  );
}
