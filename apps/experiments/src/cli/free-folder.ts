import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { checkpointPath } from '../training/checkpoint.js';
import type { Options } from './parse-options.js';

/** Where a run writes to. */
interface Place {
  readonly out: string;
  /** For the user. */
  readonly note?: string;
}

/**
 * The output folder, or, if it has the results of a finished run that must not be replaced, the first
 * free one of `out-2`, `out-3` and so on.
 *
 * @param ask asks a question that is answered with yes or no, if there is someone to ask
 */
export async function freeFolder(
  { out, models, overwrite }: Options,
  ask?: (question: string) => Promise<boolean>,
): Promise<Place> {
  if (overwrite || !isFinished(out)) return { out };
  let number = 2;
  while (isFinished(`${out}-${number}`)) number++;
  const beside = `${out}-${number}`;
  const what = `${out} has the results of a finished run`;
  if (models.some((model) => existsSync(checkpointPath(beside, model)))) {
    return { out: beside, note: `${what}; ${beside} goes on.` };
  }
  if (ask && (await ask(`${what}. Replace them? If not, this run writes to ${beside}. [y/N] `))) {
    return { out };
  }
  const remedy = ask ? '' : ' Replace them with --overwrite.';
  return { out: beside, note: `${what}, so this run writes to ${beside}.${remedy}` };
}

/** Whether there are results. Those that a stopped run was to replace are still complete. */
function isFinished(out: string): boolean {
  const results = join(out, 'history.json');
  return existsSync(results) && statSync(results).isFile();
}
