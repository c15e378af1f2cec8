import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { samplingOperation } from '../cases/operation.js';
import { valueCount } from '../cases/shape.js';
import { windowLayout } from '../convolutions/window-layout.js';

/**
 * How many values a case must read or write: every input and every output once. θ and weights are
 * not counted, of a net only its images are.
 */
export function touchedValues({ operation, pass, shape, window }: BenchmarkCase): number {
  const image = valueCount(shape);
  if (operation === 'st-cnn') return image;
  if (window !== undefined) {
    const { output } = windowLayout(shape, window);
    const result = valueCount([shape[0], ...output, window.size[3] ?? shape[3]]);
    const filter = window.size.length === 4 ? valueCount(window.size) : 0;
    // The gradient of a pooling looks for the largest again.
    const again = operation === 'max-pool' && pass !== 'forward' ? image + result : 0;
    return image + result + filter + again;
  }
  const grid = samplingOperation(operation)?.field === 'grid' ? (2 * image) / shape[3] : 0;
  // Image, upstream gradient and the image's gradient; the grid and its own.
  return pass === 'forward' ? 2 * image + grid : 3 * image + 2 * grid;
}
