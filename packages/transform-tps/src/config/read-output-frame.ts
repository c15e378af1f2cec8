import type { OutputSize } from '@tfjs-stn/core';
import { OptionError } from '@tfjs-stn/core/errors';

/** `[height, width]` in whole pixels, as a copy that nobody else holds. */
export function readOutputSize(operation: string, outputSize: unknown): OutputSize {
  if (Array.isArray(outputSize) && outputSize.length === 2) {
    const [height, width] = outputSize as readonly unknown[];
    if (isPixelCount(height) && isPixelCount(width)) return [height, width];
  }
  throw new OptionError(
    operation,
    `outputSize must be [height, width] in whole pixels, got ${JSON.stringify(outputSize)}`,
  );
}

/** What -1 and 1 mean, `false` unless given. */
export function readAlignCorners(operation: string, alignCorners: unknown = false): boolean {
  if (typeof alignCorners === 'boolean') return alignCorners;
  throw new OptionError(operation, `alignCorners must be a boolean, got ${String(alignCorners)}`);
}

function isPixelCount(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}
