import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { serveFolder, type FolderServer } from '@tfjs-stn-apps/app-tools/serve-folder';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { reasonOf } from '../contestants/contestant.js';
import { packageVersions } from '../results/machine.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** What makes a page cross-origin isolated, so that it may have threads. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Bundles the page and serves it on localhost, under `/plain/` as any host would, elsewhere with
 * isolating headers. Throws UserError if the port can't be used.
 */
export async function servePage(port: number): Promise<FolderServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tfjs-stn-page-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await buildPage(folder);
    const places = { '/plain/': {}, '/': isolation };
    const server = await serveFolder(folder, { port, places }).catch((error: unknown) => {
      throw new UserError(
        `--port ${port} can't be used: ${reasonOf(error)}. Choose another, or 0 for any`,
      );
    });
    return { ...server, close: () => server.close().then(remove) };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function buildPage(folder: string): Promise<void> {
  const { build, defaultClientConditions } = await import('vite');
  // From sources, packages are bundled from their sources too.
  const fromSources = import.meta.url.endsWith('.ts') && process.env['TFJS_STN_DIST'] !== '1';
  await build({
    root,
    base: './',
    configFile: false,
    logLevel: 'error',
    cacheDir: `${folder}/.cache`,
    define: { TFJS_STN_VERSIONS: JSON.stringify(packageVersions()) },
    resolve: {
      conditions: [...defaultClientConditions, ...(fromSources ? ['@tfjs-stn/source'] : [])],
    },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      // tfjs starts its threads from the source text of a function: names must stay.
      minify: false,
      chunkSizeWarningLimit: 10_000,
      reportCompressedSize: false,
    },
  });
}
