import { brief, npmFailure } from './offline-error.mjs';
import { run } from './run.mjs';

const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--prefer-offline'];

/**
 * `npm install`, of the project's dependencies or of more.
 *
 * @param {string} project
 * @param {readonly string[]} [more]
 * @throws OfflineError where it fails and no registry answers, Error where it fails otherwise
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
