import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

import { parse } from 'acorn';

/** The base that VitePress builds with; the built site has no other trace of where it lies. */
export const basePlaceholder = '/tfjs-stn-base/';

/** Where scripts find the base at run time. */
const global = 'globalThis.stnBase';

/**
 * Makes a built site work from any path of any server: VitePress writes one base into every page and
 * script. Pages get relative addresses, scripts compute the base from that of the page they were
 * loaded for.
 *
 * @param {string} folder of the site
 */
export function useRelativeBase(folder) {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    const change = entry.name.endsWith('.html')
      ? (/** @type {string} */ text) => relativePage(text, pathToRoot(folder, file))
      : entry.name.endsWith('.js')
        ? relativeScript
        : undefined;
    if (!change || !entry.isFile()) continue;
    const text = readFileSync(file, 'utf8');
    if (text.includes(basePlaceholder)) writeFileSync(file, change(text));
  }
}

/**
 * @param {string} folder
 * @param {string} file below it
 * @returns {string} `./`, `../`, …
 */
function pathToRoot(folder, file) {
  return relative(dirname(file), folder)
    .split(sep)
    .join('/')
    .replace(/$/, '/')
    .replace(/^\//, './');
}

/**
 * @param {string} page
 * @param {string} toRoot
 */
function relativePage(page, toRoot) {
  const base = `<script>${global}=new URL(${JSON.stringify(toRoot)},location.href).pathname</script>`;
  return page
    .replace(
      /(<script(?![^>]*\bsrc=)[^>]*>)([\s\S]*?)(<\/script>)/g,
      (whole, open, script, close) =>
        script.includes(basePlaceholder) ? `${open}${relativeScript(script)}${close}` : whole,
    )
    .replaceAll(basePlaceholder, toRoot)
    .replace(/<meta charset="utf-8">/i, (meta) => `${meta}\n    ${base}`);
}

/**
 * @param {string} script
 * @returns {string} with expressions in place of the base in its strings
 */
function relativeScript(script) {
  /** @type {{ start: number, end: number, text: string }[]} */
  const changes = [];
  const tree = parse(script, { ecmaVersion: 'latest', sourceType: 'module' });
  visit(tree, (node) => {
    const { type, start, end } = node;
    const source = script.slice(start, end);
    if (!source.includes(basePlaceholder)) return;
    if (type === 'TemplateElement') {
      changes.push({ start, end, text: source.replaceAll(basePlaceholder, `\${${global}}`) });
    } else if (type === 'Literal') {
      const quote = source[0];
      const text = source.replaceAll(basePlaceholder, `${quote}+${global}+${quote}`);
      changes.push({ start, end, text: `(${text})` });
    }
  });
  return changes
    .toSorted((a, b) => b.start - a.start)
    .reduce((text, each) => text.slice(0, each.start) + each.text + text.slice(each.end), script);
}

/**
 * @param {unknown} node of a syntax tree
 * @param {(node: import('acorn').Node) => void} callback
 */
function visit(node, callback) {
  if (Array.isArray(node)) for (const each of node) visit(each, callback);
  else if (node !== null && typeof node === 'object') {
    if ('type' in node) callback(/** @type {import('acorn').Node} */ (node));
    for (const child of Object.values(node)) visit(child, callback);
  }
}
