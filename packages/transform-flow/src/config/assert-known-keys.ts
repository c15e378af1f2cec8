import { OptionError } from '@tfjs-stn/core/errors';

/** Passes an object whose every key is known, so that no option is ignored. */
export function assertKnownKeys(
  operation: string,
  what: string,
  value: unknown,
  known: readonly string[],
): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const got = Array.isArray(value) ? 'an array' : value === null ? 'null' : typeof value;
    throw new OptionError(operation, `${what} must be an object, got ${got}`);
  }
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return;
  throw new OptionError(
    operation,
    `${what} can be ${known.join(', ')}, got '${unknown}'. Leave it out`,
  );
}
