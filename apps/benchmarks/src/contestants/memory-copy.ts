import type { Contestant } from './contestant.js';
import { localContestant } from './local-contestant.js';
import { touchedValues } from './touched-values.js';

/**
 * Copying as much memory as a case must touch: half of it is read, half written. What one thread
 * can do, however clever; several, or a GPU, may be faster.
 */
export const memoryCopy: Contestant = localContestant(
  { name: 'memcpy', role: 'limit', backend: '', threads: 1 },
  {
    competes: () => true,
    enter(benchmarkCase) {
      const length = Math.ceil(touchedValues(benchmarkCase) / 2);
      // Untouched pages would all be the same one.
      const source = new Float32Array(length).fill(1);
      const target = new Float32Array(length);
      return {
        call: () => target.set(source),
        check: () => undefined,
        dispose: () => undefined,
      };
    },
  },
);
