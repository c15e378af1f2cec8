import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import asc from 'assemblyscript/asc';

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

/**
 * Compiles AssemblyScript.
 *
 * @param {string} root the folder of the package
 * @param {string} entry a file in `assembly/`
 * @param {{ flags?: readonly string[], appended?: string }} options what the entry has in addition to its text
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the binary
 */
export async function compile(root, entry, { flags = [], appended = '' } = {}) {
  const stderr = asc.createMemoryStream();
  let binary;
  const { error } = await asc.main([entry, ...common, ...flags], {
    stderr,
    readFile: async (name) => {
      const text = await readFile(join(root, name), 'utf8').catch(() => null);
      return text && withDecorators(text) + (name === entry ? appended : '');
    },
    writeFile: (_name, contents) => (binary = contents),
    listFiles: () => [],
  });
  if (error) throw new Error(`asc could not compile ${entry}:\n${stderr.toString()}`);
  return binary;
}

/** TypeScript and prettier reject decorators on functions, so that a comment stands for asc's. */
function withDecorators(text) {
  return text.replaceAll(/^( *)\/\/ @inline$/gm, '$1@inline');
}
