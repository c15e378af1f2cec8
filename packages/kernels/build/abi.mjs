import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { compile } from './compile.mjs';

/** Names of these come from users, so that any string may be looked up. */
const open = ['Padding', 'Sampler'];

/**
 * TypeScript with all that callers of the kernels must agree on with them: names of kernels, numbers
 * that stand for options, sizes, and the words of calls in the order of their offsets.
 *
 * @param {string} root the folder of the package
 * @param {Uint8Array<ArrayBuffer>} kernels the kernels, compiled
 */
export async function abiSource(root, kernels) {
  const calls = classesIn(await readFile(join(root, 'assembly/call.ts'), 'utf8'));
  const binary = await compile(root, 'assembly/abi.ts', { appended: offsets(calls) });
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { instance } = await WebAssembly.instantiate(binary, { env: { memory } });
  const numbers = Object.entries(instance.exports)
    .filter(([, value]) => value instanceof WebAssembly.Global)
    .map(([name, { value }]) => [name, value]);
  return [
    '// Written by build/embed.mjs.',
    ...numbers.filter(([name]) => /^[A-Z_]+$/.test(name)).map(constant),
    ...enums(numbers),
    ...calls.map((call) => layout(call, new Map(numbers))),
    `export const kernelNames = ${literal(kernelNames(kernels))} as const;`,
    '',
  ].join('\n');
}

/** Classes of a source file, and their fields. */
function classesIn(source) {
  return [...source.matchAll(/^export class (\w+) \{\n(.*?)^\}/gms)].map(([, name, body]) => {
    const fields = [...body.matchAll(/^ {2}(\w+): (i32|usize|f32);/gm)];
    return { name, fields: fields.map(([, field, type]) => ({ field, type })) };
  });
}

function offsets(calls) {
  const lines = calls.flatMap(({ name, fields }) =>
    fields.map(
      ({ field }) => `export const ${name}_${field}: usize = offsetof<${name}>('${field}');\n`,
    ),
  );
  return `import { ${calls.map(({ name }) => name).join(', ')} } from './call';\n${lines.join('')}`;
}

const constant = ([name, value]) => `export const ${name} = ${value};`;

/** An enum's `Task.GRAD_IMAGE` becomes `taskNumbers.gradImage`. */
function enums(numbers) {
  const byName = {};
  for (const [name, value] of numbers) {
    const [enumName, member] = name.split('.');
    if (member !== undefined) (byName[enumName] ??= []).push([camelCase(member), value]);
  }
  return Object.entries(byName).map(([name, members]) => {
    const types = members.map(([member, value]) => `readonly ${member}: ${value}`);
    if (open.includes(name)) types.push('readonly [name: string]: number');
    const values = members.map(([member, value]) => `${member}: ${value}`);
    const type = `{ ${types.join('; ')} }`;
    return `export const ${name.toLowerCase()}Numbers: ${type} = { ${values.join(', ')} };`;
  });
}

function camelCase(name) {
  return name.toLowerCase().replaceAll(/_(\w)/g, (_, letter) => letter.toUpperCase());
}

function layout({ name, fields }, numbers) {
  const at = ({ field }) => numbers.get(`${name}_${field}`);
  const ordered = [...fields].sort((a, b) => at(a) - at(b));
  if (ordered.some((field, index) => at(field) !== 4 * index)) {
    throw new Error(`${name} in assembly/call.ts: every field must take one word`);
  }
  const words = ordered.map(({ field }) => field);
  const floats = ordered.filter(({ type }) => type === 'f32').map(({ field }) => field);
  const variable = name[0].toLowerCase() + name.slice(1);
  return `export const ${variable} = { words: ${literal(words)}, floats: ${literal(floats)} } as const;`;
}

function kernelNames(kernels) {
  const exports = WebAssembly.Module.exports(new WebAssembly.Module(kernels));
  return exports.filter(({ kind }) => kind === 'function').map(({ name }) => name);
}

function literal(names) {
  return `[${names.map((name) => `'${name}'`).join(', ')}]`;
}
