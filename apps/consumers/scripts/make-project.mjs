import { cpSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { brief, npmFailure } from './offline-error.mjs';
import { builtPackages, home, pinnedPnpm, root } from './repository.mjs';
import { run } from './run.mjs';

/**
 * Copies the project out of the repository, and puts every built package beside it as a tarball:
 * `tarballs/core.tgz` is what the registry would serve as @tfjs-stn/core.
 *
 * @returns {Promise<string>} the project's folder, the caller's to remove
 * @throws OfflineError where pnpm is not there and no registry answers
 */
export async function makeProject() {
  const project = mkdtempSync(join(tmpdir(), 'tfjs-stn-consumer-'));
  cpSync(join(home, 'project'), project, { recursive: true });
  const tarballs = join(project, 'tarballs');
  mkdirSync(tarballs);
  const filters = builtPackages().flatMap((name) => ['--filter', `./packages/${name}`]);
  const pack = ['-r', ...filters, 'pack', '--pack-destination', tarballs];
  const npx = ['--yes', ...brief, pinnedPnpm(), ...pack];
  const { code, output, errors } = await run('npx', npx, { cwd: root });
  if (code !== 0) {
    const failure = await npmFailure(project, `pnpm pack failed:\n${output}${errors}`);
    rmSync(project, { recursive: true });
    throw failure;
  }
  for (const file of readdirSync(tarballs)) {
    const [, name = ''] = /^tfjs-stn-(.+)-\d+\.\d+\.\d+.*\.tgz$/.exec(file) ?? [];
    renameSync(join(tarballs, file), join(tarballs, `${name}.tgz`));
  }
  return project;
}
