import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

import { assemble } from './assemble.mjs';
import { useRelativeBase } from './relative-base.mjs';
import { app } from './repository.mjs';

/** The built site. */
export const site = join(app, 'dist');

/** Builds the site, with the demo in a folder of its own. */
export async function buildSite() {
  rmSync(site, { recursive: true, force: true });
  await assemble();
  // Files that VitePress would take for pages.
  process.env['VITE_EXTRA_EXTENSIONS'] = 'sh,yaml';
  // Loaded late, because vite takes long to load.
  const { build } = await import('vitepress');
  await build(app);
  useRelativeBase(site);
  const demo = dirname(createRequire(import.meta.url).resolve('@tfjs-stn-apps/demo/package.json'));
  const args = [join(demo, 'scripts', 'main.mjs'), '--build', '--out', join(site, 'demo')];
  await promisify(execFile)(process.execPath, args);
}
