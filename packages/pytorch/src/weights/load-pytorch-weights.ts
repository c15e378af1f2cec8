import { tensor, tidy } from '@tensorflow/tfjs-core';
import { LayersModel } from '@tensorflow/tfjs-layers';
import { OptionError } from '@tfjs-stn/core/errors';
import { assertKnownOptions, describeValue } from '@tfjs-stn/core/~internal';

import { toFloat32, type StoredTensor } from '../stored-tensor.js';
import { weightSources } from './convert-layer.js';
import { weightedLayers } from './model-layers.js';
import { pairByMap, pairByShape, type Target, type TorchModule } from './pair-layers.js';

const operation = 'loadPyTorchWeights';

/** How modules are paired with layers, and what a state_dict does not say. */
export interface LoadOptions {
  /** From the name of each module, `features.0`, to the name of its layer. Default: by kind and shape. */
  readonly map?: Readonly<Record<string, string>>;
  /** The `eps` of the module's norms, which its layers get. Default 1e-5, as in PyTorch. */
  readonly eps?: number;
  /** The `momentum` of the module's norms: its layers get 1 - momentum. Default 0.1, as in PyTorch. */
  readonly momentum?: number;
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
 * @param model built, so that its weights have shapes
 * @param tensors of `readSafetensors` or `readCheckpoint`; every layer with weights must get its own
 * @throws OptionError, before anything is assigned, if a layer gets no module or may get several, if
 *   shapes differ, or for a kind of layer that is not converted
 */
export function loadPyTorchWeights(
  model: LayersModel,
  tensors: ReadonlyMap<string, StoredTensor>,
  options: LoadOptions = {},
): LoadReport {
  const { map, dryRun = false } = options;
  assertArguments(model, tensors, options);
  const targets = weightedLayers(model).map((layer) => ({ layer, sources: weightSources(layer) }));
  const pairs = map ? pairByMap(targets, tensors, map) : pairByShape(targets, tensors);
  if (!dryRun) for (const [target, module] of pairs) assign(target, module, options);
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
    throw new OptionError(operation, `model must be a tf.LayersModel, got ${describeValue(model)}`);
  }
  if (!(tensors instanceof Map)) {
    throw new OptionError(operation, `tensors must be a Map, got ${describeValue(tensors)}`);
  }
  assertKnownOptions(operation, options, ['map', 'eps', 'momentum', 'dryRun']);
  const { eps = 0, momentum = 0 } = options;
  for (const [name, value] of Object.entries({ eps, momentum })) {
    if (typeof value === 'number' && value >= 0 && value <= 1) continue;
    throw new OptionError(operation, `${name} must be from 0 to 1, got ${describeValue(value)}`);
  }
}

function assign({ layer, sources }: Target, { tensors }: TorchModule, options: LoadOptions): void {
  const { eps = 1e-5, momentum = 0.1 } = options;
  tidy(() => {
    const values = sources.map(({ name, shape, convert }) =>
      convert(tensor(toFloat32(tensors.get(name) as StoredTensor), [...shape])),
    );
    layer.setWeights(values);
  });
  // tf.layers reads them at every call, and has no setters.
  if (layer.getClassName() === 'BatchNormalization') {
    Object.assign(layer, { epsilon: eps, momentum: 1 - momentum });
  }
}
