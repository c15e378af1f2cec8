// Bundles all of this library in dist/browser, for pages without a bundler: TensorFlow.js alone is left
// to the import map. Each backend is a file of its own, which ready() loads.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { build } from 'vite';

/** @param {readonly string[]} modules of a chunk @returns {string | undefined} the backend that it is */
const packageOf = (modules) =>
  modules.map((id) => /packages\/(backend-[^/]+)\/src\/index\.ts$/.exec(id)?.[1]).find(Boolean);

const outDir = 'dist/browser';

await rm(outDir, { recursive: true, force: true });
const { output } = await build({
  configFile: false,
  logLevel: 'warn',
  // Files name each other relative to themselves.
  base: './',
  worker: { rolldownOptions: { output: { entryFileNames: '[name].js' } } },
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

// The licences of what the files contain and others wrote.
const foreign = output
  .flatMap(({ moduleIds = [] }) => moduleIds)
  .map((id) => /^.*\/node_modules\/(?!\.pnpm)(?:@[^/]+\/)?[^/]+\//.exec(id)?.[0])
  .filter((folder) => folder !== undefined);
const licences = [...new Set(foreign)].map(async (folder) => {
  const { name, version } = JSON.parse(await readFile(`${folder}package.json`, 'utf8'));
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${name}@${version} is bundled, and has no licence`);
  return `${name} ${version}\n\n${(await readFile(folder + file, 'utf8')).trim()}\n`;
});
await writeFile(`${outDir}/THIRD-PARTY-LICENSES.txt`, (await Promise.all(licences)).join('\n\n'));
