import { join } from 'node:path';

import Table from 'cli-table3';

import { writeModel, writeOutput } from '../files/output-folder.js';
import type { JobResult } from '../jobs/job.js';
import type { Settings } from '../settings.js';
import { beforeAfter } from './before-after.js';
import { curves } from './curves.js';

/** The results as a table. */
export function resultTable(results: readonly JobResult[]): string {
  const rotated = results.some(({ test }) => test.angle > 0);
  const table = new Table({
    head: ['model', 'weights', 'test error', 'seconds', ...(rotated ? ['angle left'] : [])],
    colAligns: ['left', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  });
  for (const { model, parameters, test, seconds } of results) {
    const angle = `${(test.rectifiedAngle ?? test.angle).toFixed(1)}°`;
    table.push([
      model,
      parameters.toLocaleString('en'),
      `${test.error.toFixed(2)} %`,
      seconds.toFixed(0),
      ...(rotated ? [angle] : []),
    ]);
  }
  return table.toString();
}

/** The content of `history.json`. */
export function history(settings: Settings, results: readonly JobResult[]): string {
  const models = Object.fromEntries(
    results.map(({ model, parameters, seconds, test, curve }) => [
      model,
      { parameters, seconds, test, curve: curve.points },
    ]),
  );
  return `${JSON.stringify({ settings, models }, null, 2)}\n`;
}

/**
 * Writes models, history, curves and pictures, all at the end: until then the folder keeps the results of
 * an earlier run.
 *
 * @returns all files that are now in the output folder
 * @throws UserError if a file can't be written
 */
export async function writeResults(
  out: string,
  settings: Settings,
  results: readonly JobResult[],
): Promise<string[]> {
  const modelCurves = results.map(({ model, curve }) => ({ model, points: curve.points }));
  for (const { model, files } of results) await writeModel(out, model, files);
  await writeOutput(out, 'history.json', history(settings, results));
  await writeOutput(out, 'curves.svg', curves(modelCurves));
  const written = ['history.json', 'curves.svg'];
  const picture = await beforeAfter(results);
  if (picture) {
    await writeOutput(out, 'before-after.png', picture);
    written.unshift('before-after.png');
  }
  const models = results.map(({ model }) => `${model}/model.json`);
  return [...written, ...models].map((name) => join(out, name));
}
