import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import { headersFile } from './security-headers.mjs';

/** A file that marks a folder as built by this program, so that the next build may empty it. */
export const marker = '.tfjs-stn-demo';

/** Optional backends: kept for offline use once they have been downloaded. */
const lazy = /^lazy-/;
/** The picture of previews. */
const preview = 'preview.jpg';

/** Files that the page never requests. */
const never = /\.map$|^index\.html$|^_headers$|^\./;

/** @typedef {import('vite').Rolldown.OutputBundle} Bundle */

/**
 * Writes service-worker.js with a list of all files of the page, which then works offline once it has
 * been loaded.
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
        const shared = existsSync(publicFolder)
          ? readdirSync(publicFolder)
              .filter((name) => name !== preview)
              .sort()
          : [];
        const hash = createHash('sha256');
        Object.keys(bundle).forEach((name) => hash.update(contentOf(bundle, name)));
        shared.forEach((name) => hash.update(readFileSync(join(publicFolder, name))));
        const needed = neededAtOnce(bundle);
        const built = Object.keys(bundle).filter((name) => !never.test(name));
        const atOnce = [...built.filter((name) => needed.has(name)), ...shared].sort();
        const onDemand = built.filter((name) => !needed.has(name)).sort();
        const source = readFileSync(new URL('service-worker.js', import.meta.url), 'utf8')
          .replace('__VERSION__', hash.digest('hex').slice(0, 12))
          .replace('__FILES__', JSON.stringify(['./', ...atOnce]))
          .replace('__ON_DEMAND__', JSON.stringify(onDemand));
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
      },
    },
  };
}

/**
 * Adds files for static hosts: headers, for hosts that read them from a file, and the marker by which
 * the next build recognises its own folder.
 *
 * @returns {import('vite').Plugin}
 */
export function hostFilesPlugin() {
  return {
    name: 'host-files',
    apply: 'build',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile });
      this.emitFile({ type: 'asset', fileName: marker, source: 'Made by npm run demo\n' });
    },
  };
}

/**
 * Adds the tags from which chats and networks make previews of links. They want whole addresses.
 *
 * @param {string | undefined} url the page's address, if it is known
 * @returns {import('vite').Plugin}
 */
export function previewPlugin(url) {
  const page = url === undefined || url.endsWith('/') ? url : `${url}/`;
  const tags = {
    'og:title': 'Spatial transformers, by hand',
    'og:type': 'website',
    'og:image': page === undefined ? `./${preview}` : new URL(preview, page).href,
    ...(page !== undefined && { 'og:url': page }),
  };
  return {
    name: 'preview',
    apply: 'build',
    transformIndexHtml: () =>
      Object.entries(tags).map(([property, content]) => ({
        tag: 'meta',
        attrs: { property, content },
        injectTo: 'head',
      })),
  };
}

/**
 * @param {Bundle} bundle
 * @returns {Set<string>} the files that the page refers to, except optional ones
 */
function neededAtOnce(bundle) {
  const names = Object.keys(bundle).filter((name) => !lazy.test(basename(name)));
  const needed = new Set(['index.html']);
  // The set grows during the iteration.
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
