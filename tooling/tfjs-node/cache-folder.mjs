import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where large things are kept that are made once for a machine: `TFJS_STN_CACHE`, or a folder where
 * the system keeps such things. Never inside the repository.
 *
 * @param {NodeJS.ProcessEnv} [env]
 * @param {string} [platform]
 */
export function cacheFolder(env = process.env, platform = process.platform) {
  const chosen = env['TFJS_STN_CACHE'];
  if (chosen) return chosen;
  const home = homedir();
  if (platform === 'win32') {
    return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'tfjs-stn');
  }
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'tfjs-stn');
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'tfjs-stn');
}
