import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

import { repositoryFiles, root } from './repository.mjs';

/**
 * Makes the links of a document of the repository those of its page: to other pages, to the demo,
 * and to files in the repository, if it has an address.
 *
 * @param {string} text in Markdown
 * @param {string} document from the root: `docs/guides/from-pytorch.md`
 * @returns {string}
 */
export function withPageLinks(text, document) {
  const page = pageOf(document) ?? document;
  return outsideCode(text, (prose) =>
    prose.replace(
      /(!?)\[((?:[^[\]]|\[[^\]]*\])*)\]\(([^()\s]+)\)/g,
      (whole, image, label, target) => {
        if (image || /^(https?:|#|\/)/.test(target)) return whole;
        if (target.startsWith('repository:')) return label;
        const [path = '', anchor] = target.split('#');
        const linked = posix.join(posix.dirname(document), path);
        const hash = anchor === undefined ? '' : `#${anchor}`;
        const to = pageOf(linked);
        if (to?.endsWith('.md')) return `[${label}](${relativePath(page, to)}${hash})`;
        if (to !== undefined) return `[${label}](${to})`;
        return repositoryFiles.startsWith('repository:')
          ? label
          : `[${label}](${repositoryFiles}/${linked}${hash})`;
      },
    ),
  );
}

/**
 * @param {string} path of a file or folder, from the root
 * @returns {string | undefined} its page, or its address on the site
 */
export function pageOf(path) {
  const [, folder] = /^packages\/([^/]+)(?:\/README\.md)?\/?$/.exec(path) ?? [];
  if (folder !== undefined) return `reference/${folder}/index.md`;
  if (path === 'CONTRIBUTING.md') return 'contributing.md';
  if (/^apps\/demo\/?(README\.md)?$/.test(path)) return '/demo/index.html';
  if (!path.startsWith('docs/')) return undefined;
  const inDocs = path.slice('docs/'.length).replace(/README\.md$/, 'index.md');
  const isFile = existsSync(join(root, path)) && statSync(join(root, path)).isFile();
  return isFile && !path.endsWith('.md') ? `/${inDocs}` : inDocs;
}

/**
 * @param {string} text in Markdown
 * @param {(prose: string) => string} change
 */
function outsideCode(text, change) {
  return text
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join('');
}

/**
 * @param {string} from a page
 * @param {string} to another
 */
function relativePath(from, to) {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith('.') ? path : `./${path}`;
}
