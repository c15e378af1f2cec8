// Compiles the AssemblyScript kernels, for plain and for shared memory, and embeds both binaries
// as base64 modules, so that users of the packages need not host a file.
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

import asc from 'assemblyscript/asc';

const root = fileURLToPath(new URL('..', import.meta.url));

const common = [
  'assembly/index.ts',
  '--runtime=stub',
  '--importMemory',
  '--noExportMemory',
  '-O3',
  '--noAssert',
  '--enable=simd',
  '--enable=nontrapping-f2i',
];
// The shared memory of an Emscripten program may grow to all 65536 pages.
const shared = ['--enable=threads', '--sharedMemory', '--initialMemory=0', '--maximumMemory=65536'];

await embed('plain', []);
await embed('shared', shared);

async function embed(name, flags) {
  const folder = await mkdtemp(join(root, 'build', '.asc-'));
  try {
    const binary = join(folder, `${name}.wasm`);
    const output = `--outFile=${relative(root, binary)}`;
    const stderr = asc.createMemoryStream();
    const options = [...common, ...flags, `--baseDir=${root}`, output];
    const { error } = await asc.main(options, { stderr });
    if (error)
      throw new Error(`asc could not compile the ${name} kernels:\n${stderr.toString()}`, {
        cause: error,
      });
    const bytes = await readFile(binary);
    const target = join(root, 'src', `${name}-binary.generated.ts`);
    const source = `export const binary: string =\n  '${bytes.toString('base64')}';\n`;
    await writeFile(`${target}.new`, source);
    await rename(`${target}.new`, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
