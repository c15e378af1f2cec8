import Table from 'cli-table3';

import type { JobResult } from '../jobs/job.js';

/** The results side by side, for people. */
export function resultTable(results: readonly JobResult[]): string {
  const turned = results.some(({ test }) => test.angle > 0);
  const table = new Table({
    head: ['model', 'parameters', 'test error %', 'seconds', ...(turned ? ['angle left'] : [])],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const { model, parameters, test, seconds } of results) {
    const angle = `${(test.rectifiedAngle ?? test.angle).toFixed(1)}°`;
    table.push([
      model,
      parameters.toLocaleString('en'),
      test.error.toFixed(2),
      seconds.toFixed(0),
      ...(turned ? [angle] : []),
    ]);
  }
  return table.toString();
}
