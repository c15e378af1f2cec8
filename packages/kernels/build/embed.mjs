// Compiles the AssemblyScript kernels, for plain and for shared memory, and embeds both binaries
// as base64 modules, so that users of the packages need not host a file.
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));

const common = [
  '--runtime=stub',
  '--importMemory',
  '--noExportMemory',
  '-O3',
  '--noAssert',
  '--enable=simd',
  '--enable=nontrapping-f2i',
  '--outFile=kernels.wasm',
];
// The shared memory of an Emscripten program may grow to all 65536 pages.
const shared = ['--enable=threads', '--sharedMemory', '--initialMemory=0', '--maximumMemory=65536'];

await embed('plain', []);
await embed('shared', shared);

async function embed(name, flags) {
  const binary = await compile(flags);
  const base64 = Buffer.from(binary).toString('base64');
  await write(`${name}-binary`, `export const binary: string =\n  '${base64}';\n`);
}

async function compile(flags) {
  const stderr = asc.createMemoryStream();
  let binary;
  const { error } = await asc.main(['assembly/index.ts', ...common, ...flags], {
    stderr,
    readFile: readSource,
    writeFile: (_name, contents) => (binary = contents),
    listFiles: () => [],
  });
  if (error) throw new Error(`asc failed:\n${stderr.toString()}`, { cause: error });
  return binary;
}

/**
 * A source file, or null where there is none. Functions to be inlined have a comment: TypeScript and
 * prettier reject the decorator that asc takes.
 */
async function readSource(name) {
  const text = await readFile(join(root, name), 'utf8').catch(() => null);
  return text?.replaceAll(/^( *)\/\/ @inline$/gm, '$1@inline') ?? null;
}

async function write(name, source) {
  const target = `${root}src/${name}.generated.ts`;
  await writeFile(`${target}.new`, source);
  await rename(`${target}.new`, target);
}
