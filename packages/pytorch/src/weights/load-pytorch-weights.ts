import { tensor, tidy, type Tensor } from '@tensorflow/tfjs-core';
import { LayersModel } from '@tensorflow/tfjs-layers';
import { assertKnownOptions, describeValue } from '@tfjs-stn/core/~internal';

import { assertStoredTensor, toFloat32, type StoredTensor } from '../stored-tensor.js';
import { weightSources } from './convert-layer.js';
import { weightedLayers } from './model-layers.js';
import { pairByMap, pairByShape, type Target, type TorchModule } from './pair-layers.js';
import { refuse } from './refuse.js';

const operation = 'loadPyTorchWeights';

/** How modules are paired with layers, and what a state_dict does not say. */
export interface LoadOptions {
  /** From the name of each module, `features.0`, to the name of its layer. Default: by kind and shape. */
  readonly map?: Readonly<Record<string, string>>;
  /**
   * The `eps` of the norms, which the layers get: one number, or one for each module by its name.
   * Default 1e-5, as in PyTorch.
   */
  readonly eps?: number | Readonly<Record<string, number>>;
  /** The `momentum` of the norms, in the same way: the layers get 1 - momentum. Default 0.1. */
  readonly momentum?: number | Readonly<Record<string, number>>;
  /** Checks everything and returns the report, but assigns nothing. Default `false`. */
  readonly dryRun?: boolean;
}

/** What `loadPyTorchWeights` did. */
export interface LoadReport {
  /** Every layer with weights, in the order of the model, and the tensors that it got. */
  readonly loaded: readonly {
    readonly layer: string;
    readonly kind: string;
    readonly tensors: readonly string[];
  }[];
  /** The tensors of the file that no layer took, such as `num_batches_tracked`. */
  readonly unused: readonly string[];
}

/**
 * Loads weights of a PyTorch module into a tf.layers model, localisation nets of spatial transformer
 * layers and nested models included. Filters, kernels of dense layers, and what follows a flattened
 * image are brought from PyTorch's order (channels first) into that of tf.layers (channels last).
 *
 * Convention: without `map`, a layer gets the module whose tensors have its shapes. If several have,
 * they go in order: that of the file, or of the number in their names if the file is sorted by name,
 * as safetensors files are. What is not clear is refused.
 *
 * The norms of a localisation preset are made from its config when the model is loaded, so they must
 * have the eps and momentum of their modules already: `convBn({ epsilon: 1e-3 })`.
 *
 * @param model built, so that its weights have shapes
 * @param tensors of `readSafetensors` or `readCheckpoint`; every layer with weights must get its own
 * @throws OptionError, before anything is assigned, if a layer gets no module or may get several, if
 *   shapes differ, for a kind of layer that is not converted, or if the order of its features in
 *   PyTorch can't be told
 */
export function loadPyTorchWeights(
  model: LayersModel,
  tensors: ReadonlyMap<string, StoredTensor>,
  options: LoadOptions = {},
): LoadReport {
  const { map, dryRun = false } = options;
  assertArguments(model, tensors, options);
  const targets = weightedLayers(model).map((each) => ({ ...each, sources: weightSources(each) }));
  const pairs = map ? pairByMap(targets, tensors, map) : pairByShape(targets, tensors);
  const norms = normSettings(pairs, options);
  if (!dryRun) assign(pairs, norms);
  const loaded = targets.map((target) => {
    const { name } = pairs.get(target) as TorchModule;
    const paths = target.sources.map((source) => (name ? `${name}.${source.name}` : source.name));
    return { layer: target.layer.name, kind: target.layer.getClassName(), tensors: paths };
  });
  const used = new Set(loaded.flatMap((each) => each.tensors));
  return { loaded, unused: [...tensors.keys()].filter((name) => !used.has(name)) };
}

function assertArguments(model: unknown, tensors: unknown, options: LoadOptions): void {
  if (!(model instanceof LayersModel)) {
    refuse(`model must be a tf.LayersModel, got ${describeValue(model)}`);
  }
  if (!(tensors instanceof Map)) {
    refuse(`tensors must be a Map, got ${describeValue(tensors)}`);
  }
  assertKnownOptions(operation, options, ['map', 'eps', 'momentum', 'dryRun']);
  for (const [name, tensor] of tensors) assertStoredTensor(operation, name, tensor);
  const { map = {}, eps = 0, momentum = 0 } = options;
  if (typeof map !== 'object' || map === null || Array.isArray(map)) {
    refuse(`map must be an object of names, got ${describeValue(map)}`);
  }
  for (const [name, option] of Object.entries({ eps, momentum })) {
    for (const value of typeof option === 'object' ? Object.values(option ?? [option]) : [option]) {
      if (typeof value === 'number' && value >= 0 && value <= 1) continue;
      refuse(`${name} must be from 0 to 1, got ${describeValue(value)}`);
    }
  }
}

/** What a norm has in tf.layers. */
interface NormSettings {
  readonly epsilon: number;
  readonly momentum: number;
}

/** What each norm is to have, in words of tf.layers. */
function normSettings(
  pairs: ReadonlyMap<Target, TorchModule>,
  { eps = {}, momentum = {} }: LoadOptions,
): ReadonlyMap<Target, NormSettings> {
  const norms = [...pairs].filter(([{ layer }]) => layer.getClassName() === 'BatchNormalization');
  const names = norms.map(([, { name }]) => name);
  const unknown = [eps, momentum].flatMap(Object.keys).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    refuse(`eps and momentum must name modules of norms, ${names.join(', ')}, got '${unknown}'`);
  }
  const valueOf = (option: number | Readonly<Record<string, number>>, name: string): unknown =>
    typeof option === 'object' ? new Map(Object.entries(option)).get(name) : option;
  return new Map(
    norms.map(([target, { name }]) => {
      const epsilon = Number(valueOf(eps, name) ?? 1e-5);
      const settings = { epsilon, momentum: 1 - Number(valueOf(momentum, name) ?? 0.1) };
      if (target.isOfPreset) assertSettings(target, settings);
      return [target, settings];
    }),
  );
}

function assertSettings({ layer }: Target, settings: NormSettings): void {
  const config = layer.getConfig();
  for (const [key, value] of Object.entries(settings)) {
    const own = Number(config[key]);
    // But for the rounding of 1 - momentum.
    if (Math.abs(own - value) < 1e-12) continue;
    refuse(
      `the ${key} of a norm in a preset must be that of its module, ${value}, got ${own} for '${layer.name}'. Give it to the preset, such as convBn({ ${key}: ${value} }), since a loaded model has what the preset makes`,
    );
  }
}

/** Converts everything before anything is assigned: what fails leaves the model as it was. */
function assign(
  pairs: ReadonlyMap<Target, TorchModule>,
  norms: ReadonlyMap<Target, NormSettings>,
): void {
  tidy(() => {
    const converted = [...pairs].map(([{ layer, sources }, { tensors }]) => {
      // Refuses a layer that was disposed.
      layer.getWeights();
      return sources.map(({ name, shape, convert }) =>
        convert(tensor(toFloat32(tensors.get(name) as StoredTensor), [...shape])),
      );
    });
    [...pairs.keys()].forEach(({ layer }, index) => layer.setWeights(converted[index] as Tensor[]));
  });
  // tf.layers reads them at every call, and has no setters.
  for (const [{ layer }, settings] of norms) Object.assign(layer, settings);
}
