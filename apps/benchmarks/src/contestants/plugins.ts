import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import type { Sampler, Transform } from '@tfjs-stn/core';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import type { OracleKernel } from '@tfjs-stn/testing';
import { affine } from '@tfjs-stn/transform-affine';

import { operationNames } from '../cases/cases.js';
import type { SamplingParts } from '../problems/sampling-problem.js';
import { reasonOf } from './contestant.js';

/** A transform or sampler that a user has written. */
export type Plugin =
  | { readonly name: string; readonly transform: Transform }
  | { readonly name: string; readonly sampler: Sampler };

/** How far θ is moved from the identity, at most and per entry. */
const step = 0.05;
/** What an offset is moved by to find the slope of weights. */
const nudge = 2 ** -8;

/**
 * Loads the transforms and samplers that modules export: values, or factories that need no config.
 *
 * @param modules paths, from the current folder
 * @throws UserError if a module does not load, exports neither, or uses a name that is taken
 */
export async function loadPlugins(modules: readonly string[]): Promise<Plugin[]> {
  const plugins: Plugin[] = [];
  for (const path of modules) {
    const found = Object.values(await load(path)).flatMap((value) => pluginOf(path, value));
    if (found.length === 0) {
      throw new UserError(
        `--plugin ${path} must export a transform or a sampler, got neither. Make one with defineTransform or defineSampler of @tfjs-stn/core`,
      );
    }
    plugins.push(...found);
  }
  const taken = new Set<string>(operationNames);
  for (const { name } of plugins) {
    if (taken.has(name)) throw new UserError(`--plugin: the name ${name} is taken. Choose another`);
    taken.add(name);
  }
  return plugins;
}

async function load(path: string): Promise<Record<string, unknown>> {
  try {
    const module: Record<string, unknown> = await import(pathToFileURL(resolve(path)).href);
    return module;
  } catch (error) {
    throw new UserError(`--plugin ${path} does not load: ${reasonOf(error)}`);
  }
}

function pluginOf(path: string, exported: unknown): Plugin[] {
  const value = isFactory(exported) ? made(path, exported) : exported;
  if (typeof value !== 'object' || value === null || !('name' in value)) return [];
  const name = String(value.name);
  if ('field' in value && 'paramCount' in value && 'identity' in value) {
    return [{ name, transform: value as Transform }];
  }
  const isSampler = 'kind' in value && ('weights' in value || 'sample' in value);
  return isSampler ? [{ name, sampler: value as Sampler }] : [];
}

function isFactory(value: unknown): value is () => unknown {
  return typeof value === 'function' && 'factoryName' in value;
}

function made(path: string, factory: () => unknown): unknown {
  try {
    return factory();
  } catch (error) {
    throw new UserError(
      `--plugin ${path}: a factory must need no config, got ${reasonOf(error)} Export what it makes instead`,
    );
  }
}

/** Plugins as operations: a transform with bilinear sampling, a sampler along an affine warp. */
export function pluginOperations(plugins: readonly Plugin[]): Map<string, SamplingParts> {
  return new Map(
    plugins.map((plugin): [string, SamplingParts] => {
      const transform = 'transform' in plugin ? plugin.transform : affine();
      const sampler = 'sampler' in plugin ? plugin.sampler : bilinear();
      const parts: SamplingParts = {
        field: 'plugin',
        transform: () => transform,
        sampler: () => sampler,
        kernel: oracleKernel(sampler),
        drawTheta: (random) => transform.identity.map((entry) => entry + step * (2 * random() - 1)),
      };
      return [plugin.name, parts];
    }),
  );
}

/** A sampler's weights for the oracle, their slopes by central differences; undefined if composite. */
function oracleKernel(sampler: Sampler): OracleKernel | undefined {
  if (sampler.kind === 'composite') return undefined;
  const weights = (offset: number): number[] =>
    tidy(() => sampler.weights(tensor([offset])).map((weight) => weight.dataSync()[0] ?? NaN));
  return {
    taps: sampler.taps,
    weights,
    weightDerivatives(offset) {
      const [above, below] = [weights(offset + nudge), weights(offset - nudge)];
      return above.map((weight, tap) => (weight - (below[tap] ?? NaN)) / (2 * nudge));
    },
  };
}
