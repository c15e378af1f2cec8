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
      `<stn-example name="${name}">`,
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
