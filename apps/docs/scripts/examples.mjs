import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { pageOf } from './links.mjs';
import { root } from './repository.mjs';

/**
 * @typedef {object} Example code that runs in the page
 * @property {string} name unique on the site
 * @property {string} code
 */

/** `:::stn name`, a blank line, a block of js, a blank line, `:::` */
const pattern = /^:::stn ([\w-]+)\n\n```js\n([\s\S]*?)\n```\n\n:::$/gm;

/**
 * @param {string} text in Markdown
 * @returns {Example[]} its examples
 */
export function examplesOf(text) {
  return [...text.matchAll(pattern)].map(([, name = '', code = '']) => ({ name, code }));
}

/**
 * Turns examples into elements, with a picture of their result until they run.
 *
 * @param {string} text in Markdown
 */
export function withExampleElements(text) {
  return text.replace(pattern, (_whole, name, code) =>
    [
      `<stn-example name="${name}" id="example-${name}">`,
      `<img src="/pictures/examples/${name}.png" alt="The result of this example" loading="lazy">`,
      '',
      '```js',
      code,
      '```',
      '',
      '</stn-example>',
    ].join('\n'),
  );
}

/**
 * Puts the pictures of all examples into a page, each with a link to its example.
 *
 * @param {string} text of the page
 * @param {readonly string[]} documents with examples, from the root of the repository
 */
export function withGallery(text, documents) {
  const sections = documents.flatMap((document) => {
    const source = readFileSync(join(root, document), 'utf8');
    const [, title] = /^# (.*)$/m.exec(source) ?? [];
    const pictures = examplesOf(source).map(
      ({ name }) =>
        `[![${name}](/pictures/examples/${name}.png)](./${pageOf(document)}#example-${name})`,
    );
    return pictures.length === 0 ? [] : [`## ${title}`, pictures.join('\n')];
  });
  return text.replace('<!-- gallery -->', sections.join('\n\n'));
}
