import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import type { Sampler, Transform } from '@tfjs-stn/core';

import { operationNames } from '../cases/operation.js';

/** A transform or sampler that a user has written. */
export type Plugin =
  | { readonly name: string; readonly transform: Transform }
  | { readonly name: string; readonly sampler: Sampler };

/**
 * Loads the transforms and samplers that modules export: values, or factories that are content
 * without a config.
 *
 * @param modules paths, from the current folder
 * @throws UserError if a module does not load, exports neither, or takes a name that is taken
 */
export async function loadPlugins(modules: readonly string[]): Promise<Plugin[]> {
  const plugins: Plugin[] = [];
  for (const path of modules) {
    const exported = Object.values(await load(path)).flatMap((value) => pluginOf(path, value));
    if (exported.length === 0) {
      throw new UserError(
        `--plugin ${path} must export a transform or a sampler, got neither. Make one with defineTransform or defineSampler of @tfjs-stn/core`,
      );
    }
    plugins.push(...exported);
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
    throw new UserError(`--plugin ${path} does not load: ${messageOf(error)}`);
  }
}

function pluginOf(path: string, exported: unknown): Plugin[] {
  const value = isFactory(exported) ? made(path, exported) : exported;
  if (isTransform(value)) return [{ name: value.name, transform: value }];
  return isSampler(value) ? [{ name: value.name, sampler: value }] : [];
}

function made(path: string, factory: () => unknown): unknown {
  try {
    return factory();
  } catch (error) {
    throw new UserError(
      `--plugin ${path}: a factory must do without a config, got ${messageOf(error)} Export what it makes instead`,
    );
  }
}

function isFactory(value: unknown): value is () => unknown {
  return typeof value === 'function' && 'factoryName' in value;
}

function isTransform(value: unknown): value is Transform {
  return isNamed(value) && 'field' in value && 'paramCount' in value && 'identity' in value;
}

function isSampler(value: unknown): value is Sampler {
  return isNamed(value) && ('weights' in value || 'sample' in value) && 'kind' in value;
}

function isNamed(value: unknown): value is { readonly name: string } {
  return typeof value === 'object' && value !== null && 'name' in value;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}
