import type { OutputSize } from '../contracts/output-size.js';
import { OptionError } from '../errors.js';
import { describeValue } from './describe-value.js';

/** Passes `[height, width]` of an image with pixels. */
export function assertImageSize(operation: string, imageSize: unknown): OutputSize {
  if (Array.isArray(imageSize) && imageSize.length === 2) {
    const [height, width] = imageSize as readonly unknown[];
    if (isPixelCount(height) && isPixelCount(width)) return [height, width];
  }
  throw new OptionError(
    operation,
    `imageSize must be [height, width] in whole pixels, at least 1, got ${describeValue(imageSize)}`,
  );
}

function isPixelCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
