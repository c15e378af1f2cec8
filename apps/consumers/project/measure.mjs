// Reads probes as JSON from standard input; writes the size of each, bundled and minified.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const notOurs = /^@tensorflow\//;
const folder = 'probes';

/** @returns {Promise<string>} the bundle of `code` without TensorFlow.js and `more` */
async function bundle(code, more) {
  const input = `${folder}/probe.js`;
  writeFileSync(input, code);
  const output = { format: 'es', entryFileNames: 'probe.js' };
  const external = [notOurs, ...more.map((name) => new RegExp(`^${name}(/|$)`))];
  const { output: chunks } = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      rolldownOptions: { input, external, output, preserveEntrySignatures: 'strict' },
    },
  });
  return chunks.map((chunk) => chunk.code).join('');
}

let text = '';
for await (const chunk of process.stdin) text += chunk;
mkdirSync(folder, { recursive: true });
const sizes = {};
for (const { name, code, external } of JSON.parse(text)) {
  const minified = await bundle(code, external);
  const gzipped = minified.trim() === '' ? 0 : gzipSync(minified, { level: 9 }).length;
  sizes[name] = { minified: Buffer.byteLength(minified), gzipped };
}
rmSync(folder, { recursive: true });
console.log(JSON.stringify(sizes));
