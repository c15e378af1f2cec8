import type { JobResult } from '../jobs/job.js';
import type { Settings } from '../training/settings.js';

/** What is kept of a run for later: `history.json`. */
export function history(settings: Settings, results: readonly JobResult[]): string {
  const models = Object.fromEntries(
    results.map(({ model, parameters, seconds, test, curve }) => [
      model,
      { parameters, seconds, test, curve: curve.points },
    ]),
  );
  return `${JSON.stringify({ settings, models }, null, 2)}\n`;
}
