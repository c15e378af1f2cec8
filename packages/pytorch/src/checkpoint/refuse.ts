import { FormatError } from '@tfjs-stn/core/errors';

/** @throws FormatError always */
export function refuse(rule: string): never {
  throw new FormatError('readCheckpoint', rule);
}
