import type { ContestantResult, TimedResult } from './results.js';

/** Whether there are times to look at. */
export function isTimed(result: ContestantResult): result is TimedResult {
  return result.status === 'timed';
}
