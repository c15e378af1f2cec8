import { describe, expect, it } from 'vitest';

import { readManifest, workspaceManifests } from '../../setup/workspace.mjs';
import { documentProblems, nameProblems } from '../check-names.mjs';
import { dependencyProblems, manifestProblems, readCatalog } from '../check-packages.mjs';

const core = readManifest('packages/core');

describe('manifestProblems', () => {
  it('finds none in core', () => {
    expect(manifestProblems('packages/core', core)).toEqual([]);
  });

  const entry = { '@tfjs-stn/source': './src/index.ts', types: './dist/index.d.ts' };
  it.each([
    ['keys must be', { ...core, name: undefined, private: true }],
    ['name must be "@tfjs-stn/core", got', { ...core, name: '@tfjs-stn/heart' }],
    ['there must be a description', { ...core, description: '' }],
    ['homepage must be', { ...core, homepage: 'https://example.org' }],
    ['bugs must be', { ...core, bugs: undefined }],
    ['repository must be', { ...core, repository: { type: 'git', url: '' } }],
    ['keywords must be', { ...core, keywords: ['tensorflow.js', 'tfjs', 'spatial-transformer'] }],
    ['publishConfig must be', { ...core, publishConfig: { access: 'public' } }],
    ['license must be "MIT", got "ISC"', { ...core, license: 'ISC' }],
    ['engines must be', { ...core, engines: { node: '>=18' } }],
    ['type must be', { ...core, type: 'commonjs' }],
    ['sideEffects must be', { ...core, sideEffects: true }],
    [
      'exports must be',
      {
        ...core,
        exports: { '.': { types: './dist/index.d.ts', '@tfjs-stn/source': './src/index.ts' } },
      },
    ],
    ['exports must be', { ...core, exports: { ...core.exports, './x': entry } }],
    ['exports must be', { ...core, exports: { '.': { ...entry, types: './dist/a.d.ts' } } }],
    [
      'exports ./src/no.ts, which',
      { ...core, exports: { '.': { '@tfjs-stn/source': './src/no.ts' } } },
    ],
    ['files must be', { ...core, files: ['dist'] }],
    ['the build must end with', { ...core, scripts: { build: 'tsc' } }],
    ['must be a peer', { ...core, dependencies: { '@tensorflow/tfjs-core': '4' } }],
    ['must be in devDependencies too', { ...core, devDependencies: {} }],
  ])('tells that %s', (problem, manifest) => {
    const broken = JSON.parse(JSON.stringify(manifest)) as typeof core;
    expect(manifestProblems('packages/core', broken).join('\n')).toContain(
      `packages/core: ${problem}`.replace('packages/core: must', 'must'),
    );
  });
});

describe('dependencyProblems', () => {
  const catalog = readCatalog();
  const all = workspaceManifests();

  it('finds none in this repository, whose catalog it can read', () => {
    expect(catalog.get('@tensorflow/tfjs-core')).toBe('4.22.0');
    expect(dependencyProblems(all, catalog)).toEqual([]);
  });

  it.each([
    ['packages/layers', 'dependencies', '@tfjs-stn/core', '^0.1.0', 'workspace:^'],
    ['packages/core', 'peerDependencies', '@tensorflow/tfjs-core', '^4.21.0', '^4.22.0'],
    ['packages/core', 'devDependencies', 'left-pad', 'catalog:', 'catalog:'],
    ['apps/experiments', 'dependencies', 'left-pad', '^1.0.0', 'catalog:'],
    ['apps/experiments', 'dependencies', 'vite', '8.3.8', 'catalog:'],
    ['.', 'devDependencies', 'left-pad', '1.0.0', 'catalog:'],
  ] as const)('in %s, %s: %s %s', (folder, kind, name, range, wanted) => {
    const manifest = { ...all.get(folder)!, [kind]: { [name]: range } };
    const problems = dependencyProblems(new Map(all).set(folder, manifest), catalog);
    expect(problems).toEqual([`${folder}: ${kind} must have ${name} as ${wanted}, got ${range}`]);
  });
});

describe('nameProblems', () => {
  it('tells what came and what went', () => {
    expect(nameProblems({ a: ['x', 'z'], b: [] }, { a: ['x', 'y'], c: [] })).toEqual([
      'a: exports z, not in public-names.json',
      'a: no longer exports y',
      'b: is not in public-names.json',
      'c: is gone, but in public-names.json',
    ]);
  });

  it('keeps an entry point small', () => {
    const many = { a: Array.from({ length: 16 }, (_, index) => `name${index}`) };
    expect(nameProblems(many, many)).toEqual(['a: exports at most 15 values, got 16']);
  });
});

it('misses a name in the README, a title, and a changeset', () => {
  const names = { '@tfjs-stn/core': ['warp'], '@tfjs-stn/core/fields': ['noSuchName'] };
  expect(documentProblems('packages/core', '@tfjs-stn/core', names)).toEqual([
    'packages/core: section API of README.md must name noSuchName',
  ]);
  expect(documentProblems('packages/nowhere', '@tfjs-stn/nowhere', {})).toEqual([
    'packages/nowhere: README.md must begin with # @tfjs-stn/nowhere',
    'packages/nowhere: README.md must have a section API',
    'packages/nowhere: must have a CHANGELOG.md or, before its first release, a changeset',
  ]);
});
