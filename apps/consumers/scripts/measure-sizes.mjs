import { builtPackages } from './repository.mjs';
import { mustRun } from './run.mjs';

/**
 * @typedef {{ minified: number, gzipped: number }} Size in bytes
 * @typedef {Readonly<Record<string, Size>>} Sizes by what is measured
 * @typedef {{ name: string, code: string, external: readonly string[] }} Probe
 */

/** Everything that the three export: what they cost at most. */
export const smallestSet = 'core + transform-affine + sampler-bilinear';

/** The same three as a program uses them, the rest shaken off. */
const usedSet = `${smallestSet}, as in a spatial transformer`;

/** Imported for nothing. */
export const unusedSet = `${smallestSet}, imported and not used`;

/** @returns {string[]} core and all transforms and samplers that are built */
export function weighedPackages() {
  return builtPackages().filter((name) => /^(core$|transform-|sampler-)/.test(name));
}

/**
 * Bundles each part with Vite, in a project that has all of them installed.
 *
 * @param {string} project
 * @param {readonly string[]} packages those to weigh one by one: each without core, but for core
 * @returns {Promise<Sizes>}
 */
export async function measureSizes(project, packages) {
  const three = ['core', 'transform-affine', 'sampler-bilinear'].map((name) => `@tfjs-stn/${name}`);
  /** @type {Probe[]} */
  const probes = [
    { name: smallestSet, code: three.map(exportAll).join('\n'), external: [] },
    { name: usedSet, code: transformer, external: [] },
    { name: unusedSet, code: three.map((name) => `import '${name}';`).join('\n'), external: [] },
    ...packages.map((name) => ({
      name,
      code: exportAll(`@tfjs-stn/${name}`),
      external: name === 'core' ? [] : ['@tfjs-stn/core'],
    })),
  ];
  const input = JSON.stringify(probes);
  return JSON.parse(await mustRun(process.execPath, ['measure.mjs'], { cwd: project, input }));
}

const exportAll = (/** @type {string} */ name) => `export * from '${name}';`;

const transformer = `
  import { spatialTransformer } from '@tfjs-stn/core';
  import { affine } from '@tfjs-stn/transform-affine';
  import { bilinear } from '@tfjs-stn/sampler-bilinear';
  export const transformer = (outputSize) =>
    spatialTransformer({ transform: affine(), sampler: bilinear(), outputSize });
`;
