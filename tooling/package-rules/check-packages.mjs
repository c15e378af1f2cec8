import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readManifest, root } from '../setup/workspace.mjs';

/** @typedef {import('../setup/workspace.mjs').Manifest} Manifest */

const workspace = readManifest('.');

/** The folder of the package that re-exports the others. */
const umbrella = 'packages/tfjs-stn';

/** What a package is called, how it is loaded, its components. */
const keyOrder = (
  'name version private description keywords homepage bugs license repository type sideEffects engines bin ' +
  'imports exports files scripts publishConfig dependencies optionalDependencies peerDependencies ' +
  'peerDependenciesMeta devDependencies'
).split(' ');

/**
 * @param {string} folder of a package that is published
 * @param {Manifest} manifest
 * @returns {string[]} where it is not like all others
 */
export function manifestProblems(folder, manifest) {
  const keys = Object.keys(manifest);
  const given = new Map(Object.entries(manifest));
  const expected = {
    name: folder === umbrella ? 'tfjs-stn' : `@tfjs-stn/${folder.split('/')[1]}`,
    homepage: workspace.homepage,
    bugs: workspace.bugs,
    license: workspace.license,
    repository: { ...workspace.repository, directory: folder },
    type: 'module',
    sideEffects: false,
    engines: workspace.engines,
    exports: regularExports(manifest.exports),
    files: ['dist', 'src'],
    // npm shows which commit and workflow a package was built from.
    publishConfig: { access: 'public', provenance: true },
  };
  const problems = Object.entries(expected).flatMap(([key, value]) => {
    const [wanted, got] = [value, given.get(key)].map((each) => JSON.stringify(each));
    return wanted === got ? [] : [`${key} must be ${wanted}, got ${got}`];
  });
  const order = keyOrder.filter((key) => keys.includes(key)).join(', ');
  if (keys.join(', ') !== order) problems.push(`keys must be ${order}, got ${keys.join(', ')}`);
  if (!manifest.description) problems.push('there must be a description');
  if (
    !/(^|&& )node \.\.\/\.\.\/tooling\/tsconfig\/compile\.mjs$/.test(
      manifest.scripts?.['build'] ?? '',
    )
  ) {
    problems.push('the build must end with node ../../tooling/tsconfig/compile.mjs');
  }
  for (const entry of Object.values(manifest.exports ?? {})) {
    const source = typeof entry === 'string' ? entry : (entry['@tfjs-stn/source'] ?? '');
    if (!existsSync(join(root, folder, source)))
      problems.push(`exports ${source}, which is missing`);
  }
  problems.push(...keywordProblems(manifest), ...peerProblems(folder, manifest));
  return problems.map((problem) => `${folder}: ${problem}`);
}

/** @param {Manifest} manifest */
function keywordProblems({ keywords = [] }) {
  const shared = workspace.keywords ?? [];
  const has = shared.every((word, index) => keywords[index] === word);
  if (has && keywords.length > shared.length) return [];
  return [
    `keywords must be ${shared.join(', ')} and at least one more, got ${keywords.join(', ')}`,
  ];
}

/**
 * @param {string} folder
 * @param {Manifest} manifest
 */
function peerProblems(folder, { dependencies = {}, peerDependencies = {}, devDependencies = {} }) {
  // Two copies in one program would not know each other's tensors and registrations. The umbrella
  // brings the core that all its dependencies ask for.
  const mustBePeer = folder === umbrella ? /^@tensorflow\// : /^@tensorflow\/|^@tfjs-stn\/core$/;
  return [
    ...Object.keys(dependencies)
      .filter((name) => mustBePeer.test(name))
      .map((name) => `${name} must be a peer`),
    ...Object.keys(peerDependencies)
      .filter((name) => !(name in devDependencies))
      .map((name) => `${name}, a peer, must be in devDependencies too`),
  ];
}

/** @param {Manifest['exports']} [exports] */
function regularExports(exports = {}) {
  const entries = Object.entries(exports).flatMap(([entry, target]) => {
    if (typeof target === 'string') return [];
    const [, path = ''] = /^\.\/src\/(.+)\.ts$/.exec(target['@tfjs-stn/source'] ?? '') ?? [];
    const built = { types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` };
    return [[entry, { '@tfjs-stn/source': `./src/${path}.ts`, ...built }]];
  });
  const first = entries.filter(([entry]) => entry === '.');
  const others = entries.filter(([entry]) => entry !== '.');
  return Object.fromEntries([...first, ...others, ['./package.json', './package.json']]);
}

/** @returns {Map<string, string>} the versions in the catalog of pnpm-workspace.yaml */
export function readCatalog() {
  const yaml = readFileSync(join(root, 'pnpm-workspace.yaml'), 'utf8');
  const [, block = ''] = /^catalog:\n((?: {2}.*\n)*)/m.exec(yaml) ?? [];
  const entries = block.matchAll(/^ {2}'?([^':]+)'?: (\S+)$/gm);
  return new Map([...entries].map(([, name = '', version = '']) => [name, version]));
}

/**
 * One version of everything, named once.
 *
 * @param {ReadonlyMap<string, Manifest>} manifests of the workspace by folder
 * @param {ReadonlyMap<string, string>} catalog
 * @returns {string[]}
 */
export function dependencyProblems(manifests, catalog) {
  const kinds = /** @type {const} */ ([
    'dependencies',
    'optionalDependencies',
    'peerDependencies',
    'devDependencies',
  ]);
  const all = [...manifests].flatMap(([folder, manifest]) =>
    kinds.flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}).map(([name, range]) => ({ folder, kind, name, range })),
    ),
  );
  return all.flatMap(({ folder, kind, name, range }) => {
    const said = (/** @type {string} */ wanted) => [
      `${folder}: ${kind} must have ${name} as ${wanted}, got ${range}`,
    ];
    if (/^(@tfjs-stn(-apps|-tooling)?\/.|tfjs-stn$)/.test(name)) {
      return /^workspace:[\^*]$/.test(range) ? [] : said('workspace:^');
    }
    if (kind === 'peerDependencies') {
      const wanted = `^${catalog.get(name)}`;
      return !name.startsWith('@tensorflow/') || range === wanted ? [] : said(wanted);
    }
    const isShared = all.some((other) => other.name === name && other.folder !== folder);
    const isPinned = folder.startsWith('apps/') && !isShared && /^\d/.test(range);
    return isPinned || (range === 'catalog:' && catalog.has(name)) ? [] : said('catalog:');
  });
}
