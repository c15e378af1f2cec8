import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { builtPackages, home, pinnedPnpm, root } from './repository.mjs';
import { run } from './run.mjs';

/** No registry answers, so installation can't be tested. */
export class OfflineError extends Error {}

/** Shorter timeouts: npm's own are minutes. */
const brief = ['--fetch-retries=1', '--fetch-retry-mintimeout=2000'];

/**
 * Copies the project out of the repository and packs every built package into its tarballs folder:
 * `tarballs/core.tgz` is the file that the registry would serve as @tfjs-stn/core, and
 * `tarballs/tfjs-stn.tgz` that of tfjs-stn.
 *
 * @returns {Promise<string>} the project's folder; the caller removes it
 * @throws OfflineError if pnpm is missing and no registry answers
 */
export async function makeProject() {
  const project = mkdtempSync(join(tmpdir(), 'tfjs-stn-consumer-'));
  cpSync(join(home, 'project'), project, { recursive: true });
  try {
    await pack(join(project, 'tarballs'));
  } catch (error) {
    rmSync(project, { recursive: true });
    throw error;
  }
  return project;
}

/**
 * Packs every built package: `core.tgz` is @tfjs-stn/core.
 *
 * @param {string} tarballs the folder that is made for them
 * @throws OfflineError if pnpm is missing and no registry answers
 */
export async function pack(tarballs) {
  mkdirSync(tarballs);
  const filters = builtPackages().flatMap((name) => ['--filter', `./packages/${name}`]);
  const npx = ['--yes', ...brief, pinnedPnpm(), '-r', ...filters, 'pack'];
  const args = [...npx, '--pack-destination', tarballs];
  const { code, output, errors } = await run('npx', args, { cwd: root });
  if (code !== 0) throw await npmFailure(tarballs, `pnpm pack failed:\n${output}${errors}`);
  for (const file of readdirSync(tarballs)) {
    const [, name = 'tfjs-stn'] = /^tfjs-stn-(?:(.+)-)?\d+\.\d+\.\d+.*\.tgz$/.exec(file) ?? [];
    renameSync(join(tarballs, file), join(tarballs, `${name}.tgz`));
  }
}

const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--prefer-offline'];

/**
 * Runs `npm install` for the project's dependencies, or for more packages.
 *
 * @param {string} project
 * @param {readonly string[]} [more]
 * @throws OfflineError if it fails and no registry answers, Error if it fails otherwise
 */
export async function install(project, more = []) {
  const options = { cwd: project };
  const { code, output, errors } = await run(
    'npm',
    ['install', ...quiet, ...brief, ...more],
    options,
  );
  if (code === 0) return;
  throw await npmFailure(project, `npm install ${more.join(' ')} failed:\n${output}${errors}`);
}

/**
 * @param {string} folder the folder of the npm command, with its configuration
 * @param {string} failure the output of the command
 * @returns {Promise<Error>} why it failed: an OfflineError if no registry answers
 */
async function npmFailure(folder, failure) {
  const ask = ['view', 'vite', 'version', '--fetch-retries=0', '--no-prefer-offline'];
  const { code, errors } = await run('npm', ask, { cwd: folder });
  if (code === 0) return new Error(failure);
  const [reason = ''] = errors.split('\n').filter((line) => /^npm error (code|errno)/i.test(line));
  return new OfflineError(`no npm registry answers (${reason})`);
}
