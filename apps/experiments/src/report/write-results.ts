import { join } from 'node:path';

import { writeOutput } from '../files/output-folder.js';
import type { JobResult } from '../jobs/job.js';
import { beforeAfter } from '../pictures/before-after.js';
import { curves } from '../pictures/curves.js';
import type { Settings } from '../training/settings.js';
import { history } from './history.js';

/**
 * Writes history, curves and pictures; the models are saved by then.
 *
 * @returns everything that is in the folder of results now
 * @throws UserError if a file can't be written
 */
export async function writeResults(
  out: string,
  settings: Settings,
  results: readonly JobResult[],
): Promise<string[]> {
  const modelCurves = results.map(({ model, curve }) => ({ model, points: curve.points }));
  const files: [name: string, content: string | Uint8Array][] = [
    ['history.json', history(settings, results)],
    ['curves.svg', curves(modelCurves)],
  ];
  for (const { showcase } of results) {
    if (showcase) files.unshift(['before-after.png', beforeAfter(showcase)]);
  }
  for (const [name, content] of files) await writeOutput(out, name, content);
  const models = results.map(({ model }) => `${model}/model.json`);
  return [...files.map(([name]) => name), ...models].map((name) => join(out, name));
}
