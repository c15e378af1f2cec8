import { run } from './run.mjs';

const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--prefer-offline'];

/** No registry answers: nothing can be said about how the packages install. */
export class OfflineError extends Error {}

/**
 * `npm install`, of the project's dependencies or of more.
 *
 * @param {string} project
 * @param {readonly string[]} [more]
 * @throws OfflineError where it fails and no registry answers, Error where it fails otherwise
 */
export async function install(project, more = []) {
  const { code, output, errors } = await run('npm', ['install', ...quiet, ...more], {
    cwd: project,
  });
  if (code === 0) return;
  const ping = await run('npm', ['view', 'vite@8.3.8', 'version', '--fetch-retries=0'], {
    cwd: project,
  });
  if (ping.code !== 0) throw new OfflineError(`no npm registry answers: ${ping.errors.trim()}`);
  throw new Error(`npm install ${more.join(' ')} failed:\n${output}${errors}`);
}
