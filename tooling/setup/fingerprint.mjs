import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {string} folder
 * @param {(path: string) => boolean} enter whether to look into a folder or take a file
 * @returns {string[]} the files under a folder, sorted
 */
export function listFiles(folder, enter = () => true) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => ({ path: join(folder, entry.name), entry }))
    .filter(({ path }) => enter(path))
    .flatMap(({ path, entry }) => (entry.isDirectory() ? listFiles(path, enter) : [path]))
    .sort();
}

/**
 * @param {readonly string[]} files those that don't exist count as empty
 * @returns {string} changes when a name or any content does
 */
export function hashContents(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    hash
      .update(`${file}\0`)
      .update(existsSync(file) ? readFileSync(file) : '')
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {readonly string[]} files
 * @returns {string} changes when a file is added, removed or written
 */
export function hashTimes(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest('hex');
}
