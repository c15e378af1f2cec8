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

/** Bundles the page into a folder. */
export async function buildPage(folder: string): Promise<void> {
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

/** Serves a folder on localhost: under `/plain/` as any host would, elsewhere with isolating headers. */
export function serveIsolated(folder: string, port: number): Promise<FolderServer> {
  return serveFolder(folder, { port, places: { '/plain/': {}, '/': isolation } });
}

/** Makes a folder with the page; the caller removes it. */
export async function pageFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tfjs-stn-page-'));
  try {
    await buildPage(folder);
    return folder;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Serves the page until it is stopped. Throws UserError if the port cannot be used. */
export async function servePage(
  port: number,
  print: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const folder = await pageFolder();
  try {
    const server = await serveIsolated(folder, port).catch((error: unknown) => {
      throw new UserError(
        `--port ${port} can't be used: ${reasonOf(error)}. Choose another, or 0 for any`,
      );
    });
    print(`The benchmarks for your browser: http://localhost:${server.port}/ (Ctrl-C ends)`);
    if (!signal.aborted) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    }
    await server.close();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
