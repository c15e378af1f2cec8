// Compiles the AssemblyScript kernels, for plain and for shared memory, and embeds both binaries
// as base64 modules, so that users of the packages need not host a file. What TypeScript has to know
// of them is read from a compiled module too.
import { rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { abiSource } from './abi.mjs';
import { compile } from './compile.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
// The shared memory of an Emscripten program may grow to all 65536 pages.
const shared = ['--enable=threads', '--sharedMemory', '--initialMemory=0', '--maximumMemory=65536'];

const plainBinary = await embed('plain', []);
await embed('shared', shared);
await write('abi', await abiSource(root, plainBinary));

async function embed(name, flags) {
  const binary = await compile(root, 'assembly/index.ts', { flags });
  const base64 = Buffer.from(binary).toString('base64');
  await write(`${name}-binary`, `export const binary: string =\n  '${base64}';\n`);
  return binary;
}

async function write(name, source) {
  const target = `${root}src/${name}.generated.ts`;
  await writeFile(`${target}.new`, source);
  await rename(`${target}.new`, target);
}
