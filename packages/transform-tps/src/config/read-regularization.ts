import { describeValue } from '@tfjs-stn/core/~internal';
import { OptionError } from '@tfjs-stn/core/errors';

/** λ of a config, 0 where there is none. */
export function readRegularization(operation: string, regularization: unknown = 0): number {
  if (typeof regularization === 'number' && regularization >= 0 && regularization < Infinity) {
    return regularization;
  }
  throw new OptionError(
    operation,
    `regularization must be a number of at least 0, got ${describeValue(regularization)}`,
  );
}
