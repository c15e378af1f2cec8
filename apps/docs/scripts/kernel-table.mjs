/** Writes the tables of docs/backends.md: `node apps/docs/scripts/kernel-table.mjs`. */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { findBackendFactory, getKernelsForBackend, registerBackend } from '@tensorflow/tfjs-core';
import { registerNodeKernels } from '@tfjs-stn/backend-node';
import { registerWasmKernels, registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';
import { registerWebGLKernels } from '@tfjs-stn/backend-webgl';
import { registerWebGPUKernels } from '@tfjs-stn/backend-webgpu';

import { root } from './repository.mjs';

const document = join(root, 'docs', 'backends.md');
const [begin, end] = ['<!-- kernels:begin -->', '<!-- kernels:end -->'];

const backends = ['wasm', 'webgl', 'webgpu', 'tensorflow', 'cpu'];

const samplers = [
  ['nearest', '`nearest`'],
  ['bilinear', '`bilinear`'],
  ['bicubic', '`bicubic`'],
  ['lanczos', '`lanczos`'],
  ['separable', 'every other kernel, by its weights'],
];

/** @typedef {Map<string, import('@tensorflow/tfjs-core').KernelConfig>} Kernels by name */

/**
 * The kernels that our backends register, as tables in Markdown.
 *
 * @returns {Promise<string>}
 */
export async function kernelTables() {
  for (const name of backends) {
    // Where it can't run it can still be registered for.
    if (!findBackendFactory(name)) registerBackend(name, neverStarted);
  }
  const before = new Map(backends.map((name) => [name, kernelsOf(name)]));
  const undo = [
    await registerWasmKernels(),
    await registerWasmTrainingKernels(),
    registerWebGLKernels(),
    registerWebGPUKernels(),
    await registerNodeKernels({ threads: 1 }),
  ];
  const ours = backends.map((name) => changed(before.get(name) ?? new Map(), kernelsOf(name)));
  for (const restore of undo) restore();
  return tablesOf(ours);
}

function neverStarted() {
  return /** @type {import('@tensorflow/tfjs-core').KernelBackend} */ ({});
}

/**
 * @param {string} backend
 * @returns {Kernels}
 */
function kernelsOf(backend) {
  return new Map(getKernelsForBackend(backend).map((kernel) => [kernel.kernelName, kernel]));
}

/**
 * @param {Kernels} before
 * @param {Kernels} after
 * @returns {Kernels} what is new, or another than before
 */
function changed(before, after) {
  return new Map(
    [...after].filter(([name, { kernelFunc }]) => before.get(name)?.kernelFunc !== kernelFunc),
  );
}

/** @param {readonly Kernels[]} ours by backend */
function tablesOf(ours) {
  const names = [...new Set(ours.flatMap((kernels) => [...kernels.keys()]))].sort();
  const sampling = names.filter((name) => name.startsWith('Stn'));
  const others = names.filter((name) => !name.startsWith('Stn'));
  /** @type {(title: string, has: (kernels: Kernels) => boolean) => string[]} */
  const row = (title, has) => [title, ...ours.map((kernels) => (has(kernels) ? 'yes' : '–'))];
  const byName = (/** @type {string} */ name) => row(`\`${name}\``, (kernels) => kernels.has(name));
  /** @type {(kernels: Kernels, name: string) => readonly string[] | undefined} */
  const samplersOf = (kernels, name) =>
    /** @type {{ samplers?: readonly string[] } | undefined} */ (kernels.get(name))?.samplers;
  // Others do the same for every sampler.
  const bySampler = sampling.filter((name) => ours.some((kernels) => samplersOf(kernels, name)));
  const samplerRows = samplers.map(([sampler = '', title = '']) =>
    row(title, (kernels) =>
      bySampler.every((name) => samplersOf(kernels, name)?.includes(sampler) ?? false),
    ),
  );
  return [
    'Samplers with kernels:',
    table('sampler', samplerRows),
    'Sampling kernels, forward and backward:',
    table('kernel', sampling.map(byName)),
    'Kernels of TensorFlow.js that are added, or replaced by faster ones, to train convolutional nets:',
    table('kernel', others.map(byName)),
  ].join('\n\n');
}

/**
 * @param {string} title
 * @param {readonly (readonly string[])[]} rows
 */
function table(title, rows) {
  const all = [[title, ...backends.map((name) => `\`${name}\``)], ...rows];
  const widths =
    all[0]?.map((_cell, i) => Math.max(...all.map((row) => row[i]?.length ?? 0))) ?? [];
  const line = (/** @type {readonly string[]} */ row) =>
    `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = all;
  return [head, widths.map((width) => '-'.repeat(width)), ...body].map(line).join('\n');
}

/** @param {string} tables */
export function withTables(tables) {
  const text = readFileSync(document, 'utf8');
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`${document} must have ${begin} and ${end}`);
  return {
    text,
    updated: `${text.slice(0, from + begin.length)}\n\n${tables}\n\n${text.slice(to)}`,
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(document, withTables(await kernelTables()).updated);
}
