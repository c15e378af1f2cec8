import { describeValue } from '@tfjs-stn/core/~internal';

import type { StoredTensor } from '../stored-tensor.js';
import type { WeightSource } from './convert-layer.js';
import type { WeightedLayer } from './model-layers.js';
import { refuse } from './refuse.js';

/** A module of PyTorch: the tensors whose names differ in the last part alone. */
export interface TorchModule {
  /** `features.0`; empty for a module that was saved on its own. */
  readonly name: string;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
}

/** A layer and the sources of its weights. */
export interface Target extends WeightedLayer {
  readonly sources: readonly WeightSource[];
}

/** The most modules in a message. */
const shown = 20;

/** The count of batches of a norm, which tf.layers does not have. */
const unused = 'num_batches_tracked';

function modulesOf(tensors: ReadonlyMap<string, StoredTensor>): readonly TorchModule[] {
  const modules = new Map<string, Map<string, StoredTensor>>();
  for (const [path, tensor] of tensors) {
    const dot = path.lastIndexOf('.');
    const [name, own] = [path.slice(0, Math.max(dot, 0)), path.slice(dot + 1)];
    const module = modules.get(name) ?? new Map<string, StoredTensor>();
    modules.set(name, module.set(own, tensor));
  }
  return [...modules].map(([name, own]) => ({ name, tensors: own }));
}

/** Names and shapes, which tell whether a module fits a layer. */
function signature(shapes: readonly (readonly [string, readonly number[]])[]): string {
  return shapes
    .filter(([name]) => name !== unused)
    .map(([name, shape]) => `${name} [${shape.join(', ')}]`)
    .sort()
    .join(', ');
}

const ofModule = ({ tensors }: TorchModule): string =>
  signature([...tensors].map(([name, { shape }]) => [name, shape]));

const ofTarget = ({ sources }: Target): string =>
  signature(sources.map(({ name, shape }) => [name, shape]));

/**
 * Pairs layers with the modules that a map names.
 *
 * @param map from names of modules to names of layers
 */
export function pairByMap(
  targets: readonly Target[],
  tensors: ReadonlyMap<string, StoredTensor>,
  map: Readonly<Record<string, string>>,
): ReadonlyMap<Target, TorchModule> {
  const modules = modulesOf(tensors);
  const pairs = new Map<Target, TorchModule>();
  for (const [moduleName, layerName] of Object.entries(map)) {
    const module = modules.find(({ name }) => name === moduleName);
    const target = targets.find(({ layer }) => layer.name === layerName);
    if (!module) {
      refuse(`map must name modules of the file, ${listed(modules)}, got '${moduleName}'`);
    }
    if (!target) {
      const names = targets.map(({ layer }) => layer);
      refuse(
        `map must name layers with weights, ${listed(names)}, got ${describeValue(layerName)}`,
      );
    }
    if (pairs.has(target)) refuse(`map must name a layer once, got '${layerName}' twice`);
    const [wanted, got] = [ofTarget(target), ofModule(module)];
    if (wanted !== got) {
      refuse(`the layer '${layerName}' must get ${wanted}, got ${got} from '${moduleName}'`);
    }
    pairs.set(target, module);
  }
  const missing = targets.filter((target) => !pairs.has(target)).map(({ layer }) => layer);
  if (missing.length > 0)
    refuse(`map must name every layer with weights, got none for ${listed(missing)}`);
  return pairs;
}

function listed(named: readonly { readonly name: string }[]): string {
  return named.map(({ name }) => `'${name}'`).join(', ');
}

/**
 * Pairs layers with modules by kind and shape. Several of one shape must follow one another in
 * the model, and are paired in order: by the only number in which their names differ, or as the file
 * has them, unless it is sorted by name.
 *
 * @param tensors in the order of the file
 */
export function pairByShape(
  targets: readonly Target[],
  tensors: ReadonlyMap<string, StoredTensor>,
): ReadonlyMap<Target, TorchModule> {
  const modules = modulesOf(tensors);
  const isSorted = isSortedByName(tensors);
  const pairs = new Map<Target, TorchModule>();
  for (const shape of new Set(targets.map(ofTarget))) {
    const alike = targets.filter((target) => ofTarget(target) === shape);
    const fitting = modules.filter((module) => ofModule(module) === shape);
    if (fitting.length < alike.length) refuseMissing(shape, alike, fitting, modules);
    const kinds = new Set(alike.map(({ layer }) => layer.getClassName()));
    const ordered = fitting.length === 1 || !isSorted ? fitting : byNumber(fitting);
    const inARow = alike.every(({ before }, index) => {
      const previous = alike[index - 1];
      return previous === undefined || before.has(previous.layer);
    });
    if (fitting.length > alike.length || kinds.size > 1 || !inARow || ordered === undefined) {
      const names = alike.map(({ layer }) => layer);
      refuse(
        `the modules for ${listed(names)} must be clear, got ${listed(fitting)}, all of ${shape}. Name each in map`,
      );
    }
    alike.forEach((target, index) => pairs.set(target, ordered[index] as TorchModule));
  }
  return pairs;
}

/** Whether the tensors of each type are in the order of their names, as safetensors writes them. */
function isSortedByName(tensors: ReadonlyMap<string, StoredTensor>): boolean {
  const last = new Map<string, string>();
  return [...tensors].every(([name, { dtype }]) => {
    const before = last.get(dtype) ?? '';
    last.set(dtype, name);
    return before <= name;
  });
}

function refuseMissing(
  shape: string,
  alike: readonly Target[],
  fitting: readonly TorchModule[],
  modules: readonly TorchModule[],
): never {
  const names = listed(alike.map(({ layer }) => layer));
  const others = modules.slice(0, shown).map((module) => `${module.name}: ${ofModule(module)}`);
  if (modules.length > shown) others.push('…');
  return refuse(
    `a module of the file must have ${shape} for each of ${names}, got ${fitting.length} of ${others.join('; ')}`,
  );
}

/** @returns the modules by number; undefined if their names differ in more than one number */
function byNumber(modules: readonly TorchModule[]): readonly TorchModule[] | undefined {
  const parts = modules.map(({ name }) => name.split(/(\d+)/));
  const [first = []] = parts;
  const differing = first
    .map((_, at) => at)
    .filter((at) => parts.some((each) => each[at] !== first[at]));
  const [place = 0] = differing;
  const differInOne =
    differing.length === 1 &&
    place % 2 === 1 &&
    parts.every((each) => each.length === first.length);
  if (!differInOne) return undefined;
  const number = ({ name }: TorchModule): number => Number(name.split(/(\d+)/)[place]);
  return modules.toSorted((a, b) => number(a) - number(b));
}
