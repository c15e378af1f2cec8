import { serveFolder, type FolderServer } from '@tfjs-stn-apps/app-tools/serve-folder';

/** What makes a page cross-origin isolated, so that it may have threads. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Serves a folder on localhost: under `/plain/` as any host would, elsewhere with the headers that
 * isolate a page.
 *
 * @param port 0 for any that is free
 */
export function serveIsolated(folder: string, port: number): Promise<FolderServer> {
  return serveFolder(folder, { port, places: { '/plain/': {}, '/': isolation } });
}
