import { rmSync } from 'node:fs';
import { join } from 'node:path';

import { listFiles } from './fingerprint.mjs';
import { root, workspacePackages } from './workspace.mjs';

// What the build makes and remembers; node_modules stays.
for (const folder of ['.', ...workspacePackages()]) {
  for (const name of ['dist', '.turbo']) remove(join(root, folder, name));
  listFiles(join(root, folder, 'src'))
    .filter((file) => file.endsWith('.generated.ts'))
    .forEach(remove);
}
remove(join(root, 'node_modules', '.tfjs-stn', 'build'));

function remove(/** @type {string} */ path) {
  rmSync(path, { recursive: true, force: true });
}
