import { samplingOperation, type SamplingOperation } from '../cases/operation.js';

/** @throws RangeError for an operation that does not sample */
export function requireSampling(operation: string): SamplingOperation {
  const sampling = samplingOperation(operation);
  if (sampling === undefined) throw new RangeError(`${operation} does not sample`);
  return sampling;
}
