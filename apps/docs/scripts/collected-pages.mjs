import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { pageOf } from './links.mjs';
import { packages, root } from './repository.mjs';

/** @returns {string} the changelogs of all packages */
export function changelog() {
  const entries = packages().flatMap(({ folder, name }) => {
    const file = join(root, 'packages', folder, 'CHANGELOG.md');
    if (!existsSync(file)) return [];
    const text = readFileSync(file, 'utf8')
      .replace(/^---\n[\s\S]*?\n---\n/, '')
      .replace(/^# .*\n/, '')
      .replace(/^(#+) /gm, '#$1 ');
    return [`## ${name}\n\n${text.trim()}`];
  });
  return `# Changelog\n\n${entries.join('\n\n')}\n`;
}

/**
 * llms.txt (llmstxt.org): all pages, with a sentence each.
 *
 * @param {readonly string[]} documents from the root of the repository
 */
export function summaryForLanguageModels(documents) {
  const guides = documents.map((path) => {
    const text = readFileSync(join(root, path), 'utf8').replace(/^---\n[\s\S]*?\n---\n/, '');
    const [, title = '', first = ''] = /^# (.*)\n\n((?:(?!\n\n)[\s\S])*)/m.exec(text) ?? [];
    const page = (pageOf(path) ?? '').replace(/md$/, 'html');
    return `- [${title}](${page}): ${withoutLinks(first)}`;
  });
  const reference = packages().map(
    ({ folder, name, description }) =>
      `- [${name}](reference/${folder}/index.html): ${description}`,
  );
  return [
    '# tfjs-stn',
    '> Modular Spatial Transformer Networks for TensorFlow.js: differentiable warps of images, and layers that learn them.',
    `## Guide\n\n${guides.join('\n')}`,
    `## Reference\n\n${reference.join('\n')}\n`,
  ].join('\n\n');
}

/** @param {string} text in Markdown */
function withoutLinks(text) {
  return text.replaceAll('\n', ' ').replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');
}
