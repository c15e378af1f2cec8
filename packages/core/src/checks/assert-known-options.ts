import { OptionError } from '../errors.js';
import { describeValue } from './describe-value.js';
import { suggestName } from './suggest-name.js';

/**
 * Passes objects whose every key is the name of an option, so that none is ignored. `undefined`
 * passes: what is required is asked for where it is read.
 */
export function assertKnownOptions(
  operation: string,
  options: unknown,
  names: readonly string[],
  remedy = 'Leave it out',
): void {
  if (options === undefined) return;
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new OptionError(operation, `options must be an object, got ${describeValue(options)}`);
  }
  const unknown = Object.keys(options).find((key) => !names.includes(key));
  if (unknown === undefined) return;
  throw new OptionError(
    operation,
    `options can be ${names.join(', ')}, got '${unknown}'. ${suggestName(unknown, names) ?? remedy}`,
  );
}
