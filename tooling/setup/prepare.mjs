import './check-node.mjs';

import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

import { runStep } from './run-step.mjs';
import { readManifest, root, workspaceManifests } from './workspace.mjs';

/** `pnpm@12.21.0` */
const pinnedPnpm = readManifest('.').packageManager;

/**
 * Installs what the lockfile has and builds what is stale. pnpm and turbo know whether to.
 *
 * @param {string} [app] the folder of an app: builds that and what it needs, in place of everything
 */
export async function prepare(app) {
  await install();
  for (const [folder, { scripts }] of workspaceManifests()) {
    if (scripts?.['build']) removeOrphans(join(root, folder));
  }
  const turbo = ['exec', 'turbo', 'run', 'build', '--cache=local:rw', '--ui=stream'];
  const needed = app === undefined ? [] : [`--filter={./${app}}...`];
  const failures = ['--output-logs=new-only', '--continue=dependencies-successful'];
  await runStep(
    'Building what has changed',
    pnpm([...turbo, ...needed, '--concurrency=100%', ...failures], {
      TURBO_TELEMETRY_DISABLED: '1',
      TURBO_NO_UPDATE_NOTIFIER: '1',
      DO_NOT_TRACK: '1',
    }),
    'The build failed; the errors are above.',
    /^(\S+):build: cache miss/m,
  );
}

/** Installs the dependencies unless they are those of the lockfile already. */
export async function install() {
  await runStep(
    `Installing dependencies with ${pinnedPnpm}`,
    // CI: never ask, for example whether to replace an outdated node_modules.
    pnpm(['install', '--frozen-lockfile'], { CI: 'true' }),
    `After a change of dependencies the lockfile is renewed by: npx --yes ${pinnedPnpm} install`,
    /Progress: (resolved \d+, reused \d+, downloaded \d+, added \d+)/,
  );
}

/**
 * The pinned pnpm: once installed, the one among the dependencies, which starts in 10 ms. Before,
 * through npx, which downloads it: no global pnpm, no corepack.
 *
 * @param {readonly string[]} args
 * @param {Record<string, string>} [env]
 * @returns {readonly [file: string, args: readonly string[], env?: Record<string, string>]}
 */
export function pnpm(args, env = {}) {
  const binary = process.platform === 'win32' ? 'pnpm.exe' : 'pnpm';
  const installed = join(root, 'node_modules', 'pnpm', binary);
  if (existsSync(installed)) return [installed, args, env];
  const npx = ['--yes', pinnedPnpm, ...args];
  // Under npm its own npx can be started as a script, on every system alike.
  const script = join(dirname(process.env['npm_execpath'] ?? ''), 'npx-cli.js');
  return existsSync(script) ? [process.execPath, [script, ...npx], env] : ['npx', npx, env];
}

/**
 * Removes what was built from sources that are gone: tsc leaves it, and it would be published.
 *
 * @param {string} folder of a package
 */
export function removeOrphans(folder) {
  const dist = join(folder, 'dist');
  if (!existsSync(dist)) return;
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const [, module] = /^(.*?)\.(?:d\.ts|js)(?:\.map)?$/.exec(relative(dist, file)) ?? [];
    // What a build bundles has no source of its own.
    if (module === undefined || /^browser[\\/]/.test(module)) continue;
    if (!existsSync(join(folder, 'src', `${module}.ts`))) rmSync(file);
  }
}
