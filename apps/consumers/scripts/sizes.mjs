import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { builtPackages, home } from './repository.mjs';
import { mustRun } from './run.mjs';

/**
 * @typedef {{ minified: number, gzipped: number }} Size in bytes
 * @typedef {Readonly<Record<string, Size>>} Sizes by the name of the probe
 * @typedef {{ name: string, code: string, external: readonly string[] }} Probe
 */

/** All exports of the smallest useful set. */
export const smallestSet = 'core + transform-affine + sampler-bilinear';

/** The same packages in a program, after tree shaking. */
export const usedSet = `${smallestSet}, as in a spatial transformer`;

/** The same packages, imported but unused. */
export const unusedSet = `${smallestSet}, imported and not used`;

/** The same program with one import from the umbrella, which must leave the rest out. */
export const umbrellaSet = 'tfjs-stn, as in a spatial transformer';

/** The same program with names in place of values, which leaves nothing out. */
const namesSet = 'tfjs-stn/names, as in a spatial transformer';

/** @returns {string[]} core, all built transforms and samplers, and what reads and writes files of others */
export function weighedPackages() {
  return builtPackages().filter((name) => /^(core$|pytorch$|onnx$|transform-|sampler-)/.test(name));
}

/**
 * Bundles each probe with Vite, in a project that has all packages installed.
 *
 * @param {string} project
 * @param {readonly string[]} packages measured individually, all except core without core
 * @returns {Promise<Sizes>}
 */
export async function measureSizes(project, packages) {
  const three = ['core', 'transform-affine', 'sampler-bilinear'].map((name) => `@tfjs-stn/${name}`);
  /** @type {Probe[]} */
  const probes = [
    { name: smallestSet, code: three.map(exportAll).join('\n'), external: [] },
    { name: usedSet, code: transformer, external: [] },
    { name: unusedSet, code: three.map((name) => `import '${name}';`).join('\n'), external: [] },
    { name: umbrellaSet, code: umbrellaTransformer, external: [] },
    { name: namesSet, code: "export { spatialTransformer } from 'tfjs-stn/names';", external: [] },
    ...packages.map((name) => ({
      name,
      code: exportAll(`@tfjs-stn/${name}`),
      external: name === 'core' ? [] : ours,
    })),
    { name: withoutCheckpoints, code: safetensorsLoader, external: ours },
  ];
  const input = JSON.stringify(probes);
  return JSON.parse(await mustRun(process.execPath, ['measure.mjs'], { cwd: project, input }));
}

/** Peers that are measured by themselves, or not at all. */
const ours = ['@tfjs-stn/core', '@tfjs-stn/layers'];

const exportAll = (/** @type {string} */ name) => `export * from '${name}';`;

const transformer = `
  import { spatialTransformer } from '@tfjs-stn/core';
  import { affine } from '@tfjs-stn/transform-affine';
  import { bilinear } from '@tfjs-stn/sampler-bilinear';
  export const transformer = (outputSize) =>
    spatialTransformer({ transform: affine(), sampler: bilinear(), outputSize });
`;

const umbrellaTransformer = `
  import { affine, bilinear, spatialTransformer } from 'tfjs-stn';
  export const transformer = (outputSize) =>
    spatialTransformer({ transform: affine(), sampler: bilinear(), outputSize });
`;

/** All of `pytorch` but the reader of zip files and pickles. */
export const withoutCheckpoints = 'pytorch, without readCheckpoint';

const safetensorsLoader = `
  export { loadPyTorchWeights, readSafetensors, toFloat32, writeSafetensors }
    from '@tfjs-stn/pytorch';
`;

const file = join(home, 'bundle-sizes.json');
const unit = 'bytes of a Vite bundle, minified, and gzipped as well; without TensorFlow.js';

/** Allowed deviation of a size: bundlers and zlib differ by as much. */
const tolerance = { share: 0.03, bytes: 40 };

/** @returns {Sizes} */
export function readSizes() {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).sizes : {};
}

/** @param {Sizes} sizes */
export function writeSizes(sizes) {
  writeFileSync(file, `${JSON.stringify({ unit, sizes }, undefined, 2)}\n`);
}

/**
 * @param {Sizes} measured
 * @param {Sizes} recorded
 * @returns {string[]} the differences
 */
export function sizeDrift(measured, recorded) {
  const names = [...new Set([...Object.keys(measured), ...Object.keys(recorded)])].sort();
  return names.flatMap((name) => {
    const { [name]: now } = measured;
    const { [name]: before } = recorded;
    if (now === undefined) return [`${name}: recorded but not measured`];
    if (before === undefined) return [`${name}: not recorded`];
    return /** @type {const} */ (['minified', 'gzipped']).flatMap((kind) => {
      const most = tolerance.share * before[kind] + tolerance.bytes;
      const drifted = Math.abs(now[kind] - before[kind]) > most;
      return drifted ? [`${name}, ${kind}: ${before[kind]} recorded, ${now[kind]} measured`] : [];
    });
  });
}
