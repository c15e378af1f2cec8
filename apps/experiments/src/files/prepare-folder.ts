import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { cannotWrite } from './write-atomically.js';

/**
 * Makes a folder and tries to write to it, before hours of work depend on it.
 *
 * @throws UserError if that can't be done
 */
export async function prepareFolder(folder: string): Promise<void> {
  const probe = join(folder, '.probe.part');
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    throw cannotWrite(folder, error);
  }
}
