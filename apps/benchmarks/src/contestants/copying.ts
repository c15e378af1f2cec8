import { samplingOperation } from '../cases/operation.js';
import type { PoseSampling } from '../problems/pose-sampling.js';
import type { Contestant } from './contestant.js';
import { localContestant } from './local-contestant.js';
import { memoryCopy } from './memory-copy.js';

/** Copying memory, in races of whatever samples. */
export function copying(pose: PoseSampling): Contestant {
  return localContestant(
    { name: 'memcpy', role: 'limit', backend: '', threads: 1 },
    {
      competes: ({ operation, pass }) =>
        samplingOperation(operation) !== undefined && pass === 'forward',
      enter({ operation, shape }) {
        const sampling = samplingOperation(operation);
        if (sampling === undefined) throw new RangeError(`${operation} does not sample`);
        return memoryCopy(pose(sampling, shape).problem);
      },
    },
  );
}
