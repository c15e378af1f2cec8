import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** This app's folder. */
export const app = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The repository's folder. */
export const root = join(app, '..', '..');

/**
 * @typedef {object} Package what the site needs of a package that is published
 * @property {string} folder below packages/
 * @property {string} name
 * @property {string} description
 * @property {readonly EntryPoint[]} entryPoints
 *
 * @typedef {object} EntryPoint
 * @property {string} path of its pages below reference/: `core`, `core/fields`
 * @property {string} name `@tfjs-stn/core/fields`
 * @property {string} source absolute
 */

/** @returns {Package[]} all packages, with the entry points that users may import */
export function packages() {
  const folders = readdirSync(join(root, 'packages'));
  // What exports everything else comes last, so that the others have the pages.
  const sorted = [...folders.filter((each) => each !== 'tfjs-stn'), 'tfjs-stn'];
  return sorted
    .filter((each) => folders.includes(each))
    .map((folder) => {
      const { name, description, exports } = readJson(`packages/${folder}/package.json`);
      const entryPoints = Object.entries(exports).flatMap(([entry, target]) =>
        typeof target === 'string' || entry.startsWith('./~')
          ? []
          : [
              {
                path: `${folder}${entry.slice(1)}`,
                name: `${name}${entry.slice(1)}`,
                source: join(root, 'packages', folder, target['@tfjs-stn/source']),
              },
            ],
      );
      return { folder, name, description, entryPoints };
    });
}

/**
 * Where the repository's files can be read: at the commit that GitHub's workflow builds, whose lines
 * stay where they are, elsewhere on main. Links to it are left out while it has no address.
 */
export const repositoryFiles = `${repositoryUrl() ?? 'repository:'}/blob/${process.env['GITHUB_SHA'] ?? 'main'}`;

/** @returns {string | undefined} */
function repositoryUrl() {
  const { repository } = readJson('package.json');
  return repository?.url?.replace(/^git\+/, '').replace(/\.git$/, '');
}

/** @param {string} path from the root */
export function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'));
}
