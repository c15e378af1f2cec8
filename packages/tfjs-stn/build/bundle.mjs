// Bundles all of this library in dist/browser, for pages without a bundler: TensorFlow.js alone is left
// to the import map. Each backend is a file of its own, which ready() loads.
import { rm } from 'node:fs/promises';
import { build } from 'vite';

/** @param {readonly string[]} modules of a chunk @returns {string | undefined} the backend that it is */
const packageOf = (modules) =>
  modules.map((id) => /packages\/(backend-[^/]+)\/src\/index\.ts$/.exec(id)?.[1]).find(Boolean);

const outDir = 'dist/browser';

await rm(outDir, { recursive: true, force: true });
await build({
  configFile: false,
  logLevel: 'warn',
  resolve: { conditions: ['@tfjs-stn/source', 'module', 'browser', 'production'] },
  build: {
    outDir,
    emptyOutDir: false,
    minify: true,
    target: 'es2022',
    sourcemap: false,
    modulePreload: false,
    rolldownOptions: {
      input: 'src/names.ts',
      preserveEntrySignatures: 'strict',
      external: /^@tensorflow\//,
      output: {
        entryFileNames: 'tfjs-stn.js',
        chunkFileNames: ({ name, moduleIds }) => `${packageOf(moduleIds) ?? name}.js`,
      },
    },
  },
});
