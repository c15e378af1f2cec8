import { describe, expect, it } from 'vitest';

import { dependencyRules } from '../dependency-rules.mjs';
import { documentRules } from '../document-rules.mjs';
import { manifestRules } from '../manifest-rules.mjs';
import { readPackage } from '../repository.mjs';
import { applyRules } from '../rule.mjs';

const core = readPackage('packages/core');
const folderOf = ({ folder }: { folder: string }) => folder;

describe('applyRules', () => {
  const isEven = { rule: 'is even', problem: (n: number) => (n % 2 === 0 ? undefined : `${n}`) };

  it('names who breaks which rule, and how', () => {
    expect(applyRules([isEven], [1, 2], (n) => `number ${n}`)).toEqual([
      'number 1: is even, got 1',
    ]);
  });

  it('fails a rule that is about nothing', () => {
    const idle = { ...isEven, of: (n: number) => n > 9 };
    expect(applyRules([idle], [1, 2], String)).toEqual(["rule 'is even' matches nothing"]);
  });
});

describe('manifest rules', () => {
  it('hold for core', () => {
    expect(applyRules(manifestRules, [core], folderOf)).toEqual([]);
  });

  it.each([
    ['keys come', { ...core.manifest, name: undefined, private: true }],
    ['the name is', { ...core.manifest, name: '@tfjs-stn/heart' }],
    ['there is a description', { ...core.manifest, description: '' }],
    ['license, repository', { ...core.manifest, license: 'ISC' }],
    ['license, repository', { ...core.manifest, engines: { node: '>=18' } }],
    ['type is module', { ...core.manifest, type: 'commonjs' }],
    ['type is module', { ...core.manifest, sideEffects: true }],
    ['every entry point', { ...core.manifest, exports: { '.': './dist/index.js' } }],
    ['files are', { ...core.manifest, files: ['dist'] }],
    ['the build ends', { ...core.manifest, scripts: { build: 'tsc' } }],
    [
      'TensorFlow.js and core',
      { ...core.manifest, dependencies: { '@tensorflow/tfjs-core': '4' } },
    ],
    ['a peer is', { ...core.manifest, devDependencies: {} }],
  ])('%s: catch what breaks it', (rule, manifest) => {
    const broken = { ...core, manifest: JSON.parse(JSON.stringify(manifest)) };
    expect(applyRules(manifestRules, [broken], folderOf).join('\n')).toContain(`core: ${rule}`);
  });

  it.each([
    [
      'a source before its types',
      { types: './dist/index.d.ts', '@tfjs-stn/source': './src/index.ts' },
    ],
    ['a source that is not there', { '@tfjs-stn/source': './src/nowhere.ts' }],
    [
      'a file that is not built from it',
      { '@tfjs-stn/source': './src/index.ts', types: './dist/a.d.ts' },
    ],
  ])('catch an entry point with %s', (_, entry) => {
    const exports = { '.': entry, './package.json': './package.json' };
    const broken = { ...core, manifest: { ...core.manifest, exports } };
    expect(applyRules(manifestRules, [broken], folderOf).join('\n')).toContain('every entry point');
  });
});

describe('dependency rules', () => {
  const dependency = (name: string, range: string, folder = 'packages/core') =>
    ({ folder, kind: 'dependencies', name, range }) as const;

  it.each([
    ['workspace', dependency('@tfjs-stn/core', '^0.1.0')],
    ['a peer', { ...dependency('@tensorflow/tfjs-core', '*'), kind: 'peerDependencies' } as const],
    ['catalog', dependency('fastest-levenshtein', '1.0.16')],
    ['catalog', dependency('left-pad', 'catalog:')],
    ['pinned', dependency('left-pad', '^1.0.0', 'apps/experiments')],
  ])('%s: catch what breaks it', (rule, broken) => {
    expect(applyRules(dependencyRules, [broken], folderOf).join('\n')).toMatch(
      new RegExp(`^${broken.folder}: .*${rule}.*, got `, 'm'),
    );
  });
});

describe('document rules', () => {
  it('miss a name that the README does not have', () => {
    const rules = documentRules({ '@tfjs-stn/core': ['noSuchName'] });
    expect(applyRules(rules, [core], folderOf).join('\n')).toMatch(/section API.*, got no/);
  });
});
