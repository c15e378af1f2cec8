import { accessSync, constants, existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A file that marks a folder as the page's own, so that the next build may empty it. */
export const marker = '.tfjs-stn-demo';

/**
 * Makes a folder for the page, without touching what is in it.
 *
 * @param {string} folder
 * @returns {string | undefined} why the page can't go there: vite empties the folder, so nobody
 *   else's files may be in it
 */
export function prepareOutput(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch (error) {
    return `cannot write to ${folder} (${codeOf(error)}). Choose another folder with --out`;
  }
  if (existsSync(join(folder, marker)) || readdirSync(folder).length === 0) return undefined;
  return `${folder} holds files that are not the page's, and building would delete them. Choose a new or empty folder with --out`;
}

/** @param {unknown} error */
function codeOf(error) {
  const { code } = /** @type {NodeJS.ErrnoException} */ (error);
  return code ?? String(error);
}
