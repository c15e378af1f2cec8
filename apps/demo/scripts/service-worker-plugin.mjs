import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

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
        const contents = Object.values(bundle).map((file) =>
          file.type === 'chunk' ? file.code : file.source,
        );
        const shared = existsSync(publicFolder) ? readdirSync(publicFolder).sort() : [];
        const hash = createHash('sha256');
        contents.forEach((content) => hash.update(content));
        shared.forEach((name) => hash.update(readFileSync(join(publicFolder, name))));
        const files = [...Object.keys(bundle), ...shared].filter(
          (name) => !name.endsWith('.map') && name !== 'index.html',
        );
        const source = readFileSync(new URL('service-worker.js', import.meta.url), 'utf8')
          .replace('__VERSION__', hash.digest('hex').slice(0, 12))
          .replace('__FILES__', JSON.stringify(['./', ...files.sort()]));
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
      },
    },
  };
}
