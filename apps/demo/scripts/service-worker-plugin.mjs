import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What only those get who choose it: kept for offline use once it has been asked for. */
const later = /^later-/;
/** What no page asks for. */
const never = /\.map$|^index\.html$|^_headers$|^\./;

/** @typedef {import('vite').Rolldown.OutputBundle} Bundle */

/**
 * Writes service-worker.js with the list of all files of the page, so that it works offline once it
 * has been loaded.
 *
 * @returns {import('vite').Plugin}
 */
export function serviceWorkerPlugin() {
  let publicFolder = '';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved: ({ publicDir }) => {
      publicFolder = publicDir;
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const shared = existsSync(publicFolder) ? readdirSync(publicFolder).sort() : [];
        const hash = createHash('sha256');
        Object.keys(bundle).forEach((name) => hash.update(contentOf(bundle, name)));
        shared.forEach((name) => hash.update(readFileSync(join(publicFolder, name))));
        const needed = neededAtOnce(bundle);
        const built = Object.keys(bundle).filter((name) => !never.test(name));
        const atOnce = [...built.filter((name) => needed.has(name)), ...shared].sort();
        const atNeed = built.filter((name) => !needed.has(name)).sort();
        const source = readFileSync(new URL('service-worker.js', import.meta.url), 'utf8')
          .replace('__VERSION__', hash.digest('hex').slice(0, 12))
          .replace('__FILES__', JSON.stringify(['./', ...atOnce]))
          .replace('__LATER__', JSON.stringify(atNeed));
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
      },
    },
  };
}

/**
 * @param {Bundle} bundle
 * @returns {Set<string>} the files that the page leads to by their names, but for those for later
 */
function neededAtOnce(bundle) {
  const names = Object.keys(bundle).filter((name) => !later.test(basename(name)));
  const needed = new Set(['index.html']);
  // Grows while it is walked.
  for (const name of needed) {
    const content = contentOf(bundle, name);
    if (typeof content !== 'string') continue;
    names
      .filter((other) => content.includes(basename(other)))
      .forEach((other) => needed.add(other));
  }
  return needed;
}

/**
 * @param {Bundle} bundle
 * @param {string} name
 */
function contentOf(bundle, name) {
  const file = bundle[name];
  return file?.type === 'chunk' ? file.code : (file?.source ?? '');
}
