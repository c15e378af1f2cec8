import type { OutputSize } from '../contracts/output-size.js';
import { OptionError } from '../errors.js';
import { describeValue } from './describe-value.js';

/** Passes `[height, width]` in whole pixels, and returns a copy that nobody can change. */
export function assertOutputSize(operation: string, outputSize: unknown): OutputSize {
  if (Array.isArray(outputSize) && outputSize.length === 2) {
    const [height, width] = outputSize as readonly unknown[];
    if (isPixelCount(height) && isPixelCount(width)) return Object.freeze([height, width] as const);
  }
  throw new OptionError(
    operation,
    `outputSize must be [height, width] in whole pixels, got ${describeValue(outputSize)}`,
  );
}

function isPixelCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
