import { fileURLToPath } from 'node:url';

import { packageVersions } from '../results/package-versions.js';
import { packageConditions } from './package-conditions.js';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * Builds the page.
 *
 * @param folder where it goes
 * @throws Error if it can't be built
 */
export async function buildPage(folder: string): Promise<void> {
  const { build } = await import('vite');
  await build({
    root,
    base: './',
    configFile: false,
    logLevel: 'error',
    cacheDir: `${folder}/.cache`,
    define: { TFJS_STN_VERSIONS: JSON.stringify(packageVersions()) },
    resolve: { conditions: await packageConditions() },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'es2022',
      // tfjs starts its threads from the source text of one of its functions: names must stay.
      minify: false,
      chunkSizeWarningLimit: 10_000,
      reportCompressedSize: false,
    },
  });
}
