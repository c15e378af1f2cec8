import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { changelog, summaryForLanguageModels } from './collected-pages.mjs';
import { withExampleElements, withGallery } from './examples.mjs';
import { pageOf, withPageLinks } from './links.mjs';
import { writeReference } from './reference.mjs';
import { app, packages, root } from './repository.mjs';

/** The pages that VitePress builds: docs/ of the repository, and what is made from the code. */
export const pages = join(app, 'out', 'pages');

/** Gathers all pages of the site. */
export async function assemble() {
  rmSync(pages, { recursive: true, force: true });
  mkdirSync(pages, { recursive: true });
  const modules = await writeReference(join(pages, 'reference'));
  for (const page of readdirSync(join(pages, 'reference'), { recursive: true }).map(String)) {
    const file = join(pages, 'reference', page);
    if (!file.endsWith('.md')) continue;
    const text = readFileSync(file, 'utf8');
    if (file.endsWith('README.md')) rmSync(file);
    else writeFileSync(file, withPageLinks(text, `docs/reference/${page}`));
  }
  writeReferenceIndex(modules);
  for (const path of documents()) write(path, readFileSync(join(root, path), 'utf8'));
  const publicFolder = join(pages, 'public');
  // Pages name pictures from where they are, examples from the root of the site.
  for (const folder of [pages, publicFolder]) {
    cpSync(join(root, 'docs'), folder, {
      recursive: true,
      filter: (path) => !path.endsWith('.md'),
    });
  }
  cpSync(join(root, 'apps', 'demo', 'public', 'icon.svg'), join(publicFolder, 'icon.svg'));
  writeFileSync(join(pages, 'changelog.md'), changelog());
  writeFileSync(join(publicFolder, 'llms.txt'), summaryForLanguageModels(documents()));
  writeFileSync(join(app, 'out', 'reference.json'), JSON.stringify(modules));
}

/** @returns {string[]} the documents that have a page, from the root */
export function documents() {
  const names = readdirSync(join(root, 'docs'), { recursive: true }).map(String);
  const inDocs = names.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`);
  return [...inDocs.sort(), 'CONTRIBUTING.md'];
}

/**
 * @param {string} path of the document, from the root
 * @param {string} text
 */
function write(path, text) {
  const file = join(pages, pageOf(path) ?? '');
  mkdirSync(dirname(file), { recursive: true });
  const page = path === 'docs/gallery.md' ? withGallery(text, documents()) : text;
  writeFileSync(file, withExampleElements(withPageLinks(page, path)));
}

/** @param {readonly import('./reference.mjs').ModuleExports[]} modules */
function writeReferenceIndex(modules) {
  const rows = packages().map(({ folder, name, description }) => {
    const exports = modules.filter(({ path }) => path.split('/')[0] === folder);
    const readme = readFileSync(join(root, 'packages', folder, 'README.md'), 'utf8');
    const lists = exports.map(exportList);
    write(`packages/${folder}/README.md`, [readme, '## Exports', ...lists].join('\n\n'));
    return `| [${name}](./${folder}/index.md) | ${description} |`;
  });
  const text = [
    '# Reference',
    'Every export of every package, from its docstring.',
    ['| package | contents |', '| --- | --- |', ...rows].join('\n'),
  ];
  writeFileSync(join(pages, 'reference', 'index.md'), `${text.join('\n\n')}\n`);
}

/**
 * @param {import('./reference.mjs').ModuleExports} module
 */
function exportList({ name, exports }) {
  const rows = exports.map(
    ({ name, page, summary }) =>
      `| [\`${name}\`](../../docs/reference/${page}.md) | ${summary.replaceAll('|', '\\|')} |`,
  );
  return [`### ${name}`, '', '| export | summary |', '| --- | --- |', ...rows, ''].join('\n');
}
