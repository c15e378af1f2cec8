import { isOfThisRepository } from './boundaries.mjs';
import { readCatalog } from './catalog.mjs';
import { packagesIn, readPackage } from './repository.mjs';

const catalog = readCatalog();

/**
 * @typedef {object} Dependency
 * @property {string} folder of the package that has it
 * @property {'dependencies' | 'optionalDependencies' | 'peerDependencies' | 'devDependencies'} kind
 * @property {string} name
 * @property {string} range
 */

/** @returns {Dependency[]} every dependency that a package.json of this repository names */
export function allDependencies() {
  const packages = ['packages', 'apps', 'tooling'].flatMap((parent) =>
    packagesIn(/** @type {'packages' | 'apps' | 'tooling'} */ (parent)),
  );
  /** @type {readonly Dependency['kind'][]} */
  const kinds = ['dependencies', 'optionalDependencies', 'peerDependencies', 'devDependencies'];
  return [readPackage('.'), ...packages].flatMap(({ folder, manifest }) =>
    kinds.flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}).map(([name, range]) => ({ folder, kind, name, range })),
    ),
  );
}

const dependencies = allDependencies();
const isOurs = (/** @type {Dependency} */ { name }) => isOfThisRepository(name);
const isPeer = (/** @type {Dependency} */ { kind }) => kind === 'peerDependencies';
const isOfApp = (/** @type {Dependency} */ { folder }) => folder.startsWith('apps/');

/**
 * One version of everything, named once.
 *
 * @type {readonly import('./rule.mjs').Rule<Dependency>[]}
 */
export const dependencyRules = [
  {
    rule: 'a package of this repository is taken from the workspace',
    of: isOurs,
    problem: ({ range }) => (/^workspace:[\^*]$/.test(range) ? undefined : range),
  },
  {
    rule: 'TensorFlow.js as a peer is ^ and the version in the catalog',
    of: (dependency) => isPeer(dependency) && dependency.name.startsWith('@tensorflow/'),
    problem: ({ name, range }) => (range === `^${catalog.get(name)}` ? undefined : range),
  },
  {
    rule: 'a dependency of a package or of the tooling has its version from the catalog',
    of: (dependency) => !isPeer(dependency) && !isOurs(dependency) && !isOfApp(dependency),
    problem: ({ name, range }) =>
      range === 'catalog:' && catalog.has(name) ? undefined : `${name} ${range}`,
  },
  {
    rule: "an app's dependency is in the catalog, or pinned and that app's alone",
    of: (dependency) => isOfApp(dependency) && !isOurs(dependency),
    problem: ({ folder, name, range }) => {
      if (range === 'catalog:') return undefined;
      const isShared = dependencies.some((other) => other.name === name && other.folder !== folder);
      return /^\d/.test(range) && !isShared ? undefined : `${name} ${range}`;
    },
  },
];
