import { InvalidArgumentError } from 'commander';

/** Reads a number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a number above 0.');
}

/** Reads an integer from `smallest` on. */
export function integerFrom(smallest: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(value) && value >= smallest) return value;
    throw new InvalidArgumentError(`It must be an integer from ${smallest} on.`);
  };
}
