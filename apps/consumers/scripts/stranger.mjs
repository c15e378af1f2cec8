import { cpSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readPage } from './page.mjs';
import { home, pinnedPnpm } from './repository.mjs';
import { mustRun } from './run.mjs';

/**
 * Who installs the packages, and how.
 *
 * @typedef {object} Stranger
 * @property {'npm' | 'pnpm' | 'yarn'} manager
 * @property {number} node major version that runs the program
 * @property {string} typescript range of versions
 * @property {'Vite' | 'webpack' | 'esbuild' | 'none'} bundler of the page; none is an import map
 */

/** Each member of the matrix at least once. @type {readonly Stranger[]} */
export const strangers = [
  { manager: 'npm', node: 20, typescript: '~5.6.0', bundler: 'none' },
  { manager: 'pnpm', node: 22, typescript: '~5.9.0', bundler: 'Vite' },
  { manager: 'yarn', node: 24, typescript: '~6.0.0', bundler: 'webpack' },
  { manager: 'npm', node: 22, typescript: 'latest', bundler: 'esbuild' },
];

const tools = {
  Vite: { vite: '^8.3.8' },
  webpack: { webpack: '^5.113.0' },
  esbuild: { esbuild: '^0.28.2' },
  none: {},
};

/** yarn does not install peers. */
const peers = ['layers', 'backend-wasm', 'backend-webgl', 'backend-webgpu'];

/** A quarter turn of [[1, 2], [3, 4]], by a short form, values and names. */
const turned = '2413 2413 2413';

/**
 * Installs tfjs-stn as a stranger would, compiles the program in `stranger/`, and runs it in Node.js and in
 * a page.
 *
 * @param {Stranger} stranger
 * @param {{ folder: string, registry: string, version: string, withPage: boolean }} options
 * @returns {Promise<void>}
 * @throws the first thing that fails
 */
export async function tryAs(stranger, { folder, registry, version, withPage }) {
  const { manager, node, typescript, bundler } = stranger;
  mkdirSync(folder);
  cpSync(join(home, 'stranger'), folder, { recursive: true });
  const tfjs = ['core', 'backend-cpu', ...(manager === 'yarn' ? peers : [])];
  const dependencies = {
    ...Object.fromEntries(tfjs.map((name) => [`@tensorflow/tfjs-${name}`, '4.22.0'])),
    'tfjs-stn': version,
  };
  const devDependencies = { typescript, ...tools[bundler] };
  const manifest = { private: true, type: 'module', dependencies, devDependencies };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, '.npmrc'), `registry=${registry}\n`);
  await installWith(manager, folder, registry);
  await mustRun(process.execPath, ['node_modules/typescript/bin/tsc'], { cwd: folder });
  const onNode = ['--yes', '--package', `node@${node}`, 'node', 'dist/main.js'];
  expectLine(await mustRun('npx', onNode, { cwd: folder }), `@tfjs-stn/backend-node ${turned}`);
  if (!withPage) return;
  const served = await bundleWith(bundler, folder);
  const [line = ''] = await readPage(served, { lines: 1 });
  const kernels = bundler === 'none' ? '@tfjs-stn/backend-webgl' : 'undefined';
  expectLine(line, `${kernels} ${turned}`);
}

/**
 * @param {Stranger['manager']} manager
 * @param {string} cwd
 * @param {string} registry
 */
async function installWith(manager, cwd, registry) {
  const calls = {
    npm: ['npm', 'install', '--no-audit', '--no-fund'],
    // What was published a minute ago is not installed unless asked for.
    pnpm: ['npx', '--yes', pinnedPnpm(), 'install', '--config.minimumReleaseAge=0'],
    yarn: ['npx', '--yes', 'yarn@1.22.22', 'install', '--no-lockfile', '--registry', registry],
  };
  const [file = '', ...args] = calls[manager];
  await mustRun(file, args, { cwd });
}

/**
 * @param {Stranger['bundler']} bundler
 * @param {string} folder
 * @returns {Promise<string>} the folder with the page
 */
async function bundleWith(bundler, folder) {
  const page = {
    Vite: 'vite.html',
    none: 'none.html',
    webpack: 'bundled.html',
    esbuild: 'bundled.html',
  };
  renameSync(join(folder, page[bundler]), join(folder, 'index.html'));
  if (bundler === 'none') return folder;
  const bundle = join(folder, 'bundle');
  const vite = ['vite', 'build', '--outDir', 'bundle', '--logLevel', 'error'];
  const esbuild = ['esbuild', 'dist/main.js', '--bundle', '--format=esm', '--outdir=bundle'];
  if (bundler === 'webpack') await mustRun(process.execPath, ['webpack.mjs'], { cwd: folder });
  else await mustRun('npx', ['--no', ...(bundler === 'Vite' ? vite : esbuild)], { cwd: folder });
  if (bundler !== 'Vite') cpSync(join(folder, 'index.html'), join(bundle, 'index.html'));
  return bundle;
}

/**
 * @param {string} text
 * @param {string} expected its last line
 */
function expectLine(text, expected) {
  const line = text.trim().split('\n').at(-1) ?? '';
  if (line !== expected) throw new Error(`must print ${expected}, got ${line}`);
}
