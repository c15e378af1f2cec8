import { OptionError } from '../errors.js';
import { describeValue, suggestName } from './describe-value.js';

/**
 * Passes objects whose every key is the name of an option, so that none is ignored.
 *
 * @param operation named in the message
 * @param what the object is called in the message
 * @param remedy given if no known name is similar
 * @throws OptionError
 */
export function assertKnownOptions(
  operation: string,
  options: unknown,
  names: readonly string[],
  what = 'options',
  remedy = 'Leave it out',
): void {
  // Options may be left out; a config that a factory asks for may not.
  if (options === undefined && what === 'options') return;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new OptionError(operation, `${what} must be an object, got ${describeValue(options)}`);
  }
  const unknown = Object.keys(options).find((key) => !names.includes(key));
  if (unknown === undefined) return;
  throw new OptionError(
    operation,
    `${what} can be ${names.join(', ')}, got '${unknown}'. ${suggestName(unknown, names) ?? remedy}`,
  );
}
