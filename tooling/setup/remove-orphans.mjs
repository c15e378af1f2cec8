import { existsSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

import { listFiles } from './fingerprint.mjs';

/**
 * Removes what was built from sources that are gone: tsc leaves it, and it would be published.
 *
 * @param {string} folder of a package
 */
export function removeOrphans(folder) {
  const dist = join(folder, 'dist');
  for (const file of listFiles(dist)) {
    const [, module] = /^(.*?)\.(?:d\.ts|js)(?:\.map)?$/.exec(relative(dist, file)) ?? [];
    if (module !== undefined && !existsSync(join(folder, 'src', `${module}.ts`))) rmSync(file);
  }
}
