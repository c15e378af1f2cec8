import { marker } from './output-folder.mjs';
import { headersFile } from './security-headers.mjs';

/**
 * Leaves what a folder needs besides the page: headers for static hosts that read them from a file,
 * and the mark by which the next build knows its own folder.
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
