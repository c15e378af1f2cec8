import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** This app's folder. */
const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles the page into a folder that works from any place.
 *
 * @param {string} outDir
 */
export async function bundlePage(outDir) {
  await build({
    root,
    configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  });
}
