import { engine, getGradient } from '@tensorflow/tfjs-core';

import { warnOnce } from './warn-once.js';

/**
 * Warns once, where a gradient is about to be taken, that tfjs has no gradient functions: it would
 * stop with "gradient function not found for RealDiv", which does not say what to import.
 */
export function warnOfMissingGradients(operation: string): void {
  if (engine().state.gradientDepth === 0 || getGradient('RealDiv')) return;
  warnOnce(
    'missing gradients',
    `${operation}: tfjs has no gradient functions. Add \`import '@tensorflow/tfjs-layers'\`, which registers them`,
  );
}
