import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { root, workspaceManifests } from './workspace.mjs';

// What the build makes and remembers; node_modules stays.
for (const folder of workspaceManifests().keys()) {
  const sources = join(root, folder, 'src');
  const generated = existsSync(sources) ? readdirSync(sources, { recursive: true }) : [];
  for (const path of ['dist', '.turbo', ...generated.map((file) => join('src', String(file)))]) {
    if (!path.startsWith('src') || path.endsWith('.generated.ts')) {
      rmSync(join(root, folder, path), { recursive: true, force: true });
    }
  }
}
