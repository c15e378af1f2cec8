import { run } from './run.mjs';

/** No registry answers: nothing can be said about how the packages install. */
export class OfflineError extends Error {}

/** Npm's own patience, of minutes, is longer than a test's. */
export const brief = ['--fetch-retries=1', '--fetch-retry-mintimeout=2000'];

/**
 * @param {string} folder where the npm command ran, with its configuration
 * @param {string} failure what it said
 * @returns {Promise<Error>} why it failed: an OfflineError where no registry answers
 */
export async function npmFailure(folder, failure) {
  const ask = ['view', 'vite', 'version', '--fetch-retries=0', '--no-prefer-offline'];
  const { code, errors } = await run('npm', ask, { cwd: folder });
  if (code === 0) return new Error(failure);
  const [reason = ''] = errors.split('\n').filter((line) => /^npm error (code|errno)/i.test(line));
  return new OfflineError(`no npm registry answers (${reason})`);
}
