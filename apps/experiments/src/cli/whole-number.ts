import { InvalidArgumentError } from 'commander';

/**
 * Parses a whole number of a command line.
 *
 * @throws InvalidArgumentError if it is none, smaller, or 2^32 and more
 */
export function wholeNumber(text: string, smallest: number): number {
  const value = Number(text);
  const largest = 2 ** 32 - 1;
  if (/^\d+$/.test(text) && value >= smallest && value <= largest) return value;
  throw new InvalidArgumentError(`It must be a whole number from ${smallest} to ${largest}.`);
}
