import { statSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';

/**
 * @param {string} folder
 * @param {string} path below it, decoded; a folder's is that of its index.html
 * @returns {string | undefined} the file there, or undefined if there is none, or outside
 */
export function fileAt(folder, path) {
  const inside = normalize(`./${path === '' || path.endsWith('/') ? `${path}index.html` : path}`);
  if (inside.startsWith(`..${sep}`)) return undefined;
  const file = join(folder, inside);
  try {
    return statSync(file).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
}
