import { existsSync } from 'node:fs';
import { join } from 'node:path';

import type { ModelName } from '../models/model-names.js';
import { countSteps, type Settings } from '../training/settings.js';
import type { Checkpoint } from './checkpoint.js';
import { checkpointPath, readCheckpoint } from './checkpoint-file.js';

/** Where a training starts, and what people should know about it. */
export interface Start {
  /** Go on from here. */
  readonly checkpoint?: Checkpoint;
  readonly note?: string;
}

/**
 * Decides whether a training resumes or starts anew.
 *
 * @throws UserError if there is a checkpoint that is damaged
 */
export async function planStart(out: string, model: ModelName, settings: Settings): Promise<Start> {
  const found = await readCheckpoint(checkpointPath(out, model));
  if (found === undefined) {
    const finished = existsSync(join(out, model, 'model.json'));
    return finished ? { note: `${model}: the last run is finished; starting anew` } : {};
  }
  if (found === 'foreign') {
    return { note: `${model}: the checkpoint is of another version; starting anew` };
  }
  const changes = differences(found.settings, settings);
  if (changes.length > 0) {
    return { note: `${model}: settings differ (${changes.join(', ')}); starting anew` };
  }
  const steps = countSteps(settings);
  return { checkpoint: found, note: `${model}: resuming after step ${found.step} of ${steps}` };
}

function differences(before: Settings, now: Settings): string[] {
  const names = Object.keys(now) as (keyof Settings)[];
  return names
    .filter((name) => before[name] !== now[name])
    .map((name) => `${name} ${before[name]} → ${now[name]}`);
}
