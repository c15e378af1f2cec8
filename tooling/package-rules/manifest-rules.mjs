import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { root } from '../setup/workspace.mjs';
import { exportsProblem } from './exports-problem.mjs';
import { readPackage } from './repository.mjs';

const workspace = readPackage('.').manifest;

/** The order of a package.json: who it is, how it is loaded, what it is made of. */
const keyOrder = (
  'name version private description keywords license repository type sideEffects engines bin ' +
  'exports files scripts publishConfig dependencies optionalDependencies peerDependencies ' +
  'peerDependenciesMeta devDependencies'
).split(' ');

/** Two copies of these in one program would not know each other's tensors and registrations. */
const alwaysPeers = /^@tensorflow\/|^@tfjs-stn\/core$/;

/**
 * What every publishable package.json looks like.
 *
 * @typedef {import('./repository.mjs').Package} Package
 * @type {readonly import('./rule.mjs').Rule<Package>[]}
 */
export const manifestRules = [
  {
    rule: `keys come in the order ${keyOrder.join(', ')}`,
    problem: ({ manifest }) => {
      const keys = Object.keys(manifest);
      const ordered = keyOrder.filter((key) => keys.includes(key));
      return keys.join() === ordered.join() ? undefined : keys.join(', ');
    },
  },
  {
    rule: 'the name is @tfjs-stn/ and the folder',
    problem: ({ folder, manifest: { name } }) =>
      name === `@tfjs-stn/${folder.split('/')[1]}` ? undefined : name,
  },
  {
    rule: 'there is a description',
    problem: ({ manifest: { description = '' } }) => (description === '' ? 'none' : undefined),
  },
  {
    rule: `license, repository and engines are those of the workspace`,
    problem: ({ folder, manifest }) => {
      const repository = workspace.repository && { ...workspace.repository, directory: folder };
      return different(
        [manifest.license, manifest.repository, manifest.engines],
        [workspace.license, repository, workspace.engines],
      );
    },
  },
  {
    rule: 'type is module and sideEffects false',
    problem: ({ manifest: { type, sideEffects } }) =>
      different([type, sideEffects], ['module', false]),
  },
  {
    rule: 'every entry point is @tfjs-stn/source, types, default, in this order, and has a source',
    problem: exportsProblem,
  },
  {
    rule: 'files are dist and src',
    problem: ({ manifest: { files } }) => different(files, ['dist', 'src']),
  },
  {
    rule: 'the build ends with tsc -p tsconfig.build.json',
    problem: ({ folder, manifest: { scripts = {} } }) =>
      /(^|&& )tsc -p tsconfig\.build\.json$/.test(scripts['build'] ?? '') &&
      existsSync(join(root, folder, 'tsconfig.build.json'))
        ? undefined
        : (scripts['build'] ?? 'none'),
  },
  {
    rule: 'TensorFlow.js and core are peers, never dependencies',
    problem: ({ manifest: { dependencies = {} } }) =>
      Object.keys(dependencies).find((name) => alwaysPeers.test(name)),
  },
  {
    rule: 'a peer is a development dependency too, so that tests and types find it',
    of: ({ manifest: { peerDependencies } }) => peerDependencies !== undefined,
    problem: ({ manifest: { peerDependencies = {}, devDependencies = {} } }) =>
      Object.keys(peerDependencies).find((name) => !(name in devDependencies)),
  },
];

/**
 * @param {unknown} got
 * @param {unknown} wanted
 * @returns {string | undefined} what was got, if it is not what was wanted
 */
function different(got, wanted) {
  return JSON.stringify(got) === JSON.stringify(wanted) ? undefined : JSON.stringify(got);
}
