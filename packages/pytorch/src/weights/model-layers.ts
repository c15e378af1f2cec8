import { LayersModel, type SymbolicTensor, type layers } from '@tensorflow/tfjs-layers';
import { SpatialTransformerLayer } from '@tfjs-stn/layers';

import { refuse } from './refuse.js';

/** A layer with weights, and how its input is ordered. */
export interface WeightedLayer {
  readonly layer: layers.Layer;
  /**
   * `[height, width, channels]` of the image that was flattened into the layer's features, which
   * PyTorch writes channels first and tf.layers last; undefined if both have one order.
   */
  readonly image: readonly number[] | undefined;
  /** The layers with weights that its input has passed. */
  readonly before: ReadonlySet<layers.Layer>;
  /** Whether a localisation preset made it, which makes it again when the model is loaded. */
  readonly isOfPreset: boolean;
}

/** How a tensor inside of a model is ordered, compared with PyTorch. */
interface Layout {
  /** Of features: the image that they were, as `[height, width, channels]`. */
  readonly image?: readonly number[];
  /** Of values whose order in PyTorch can't be told: what they are. */
  readonly unclear?: string;
  /** Of images that have no clear order once they are flattened: what they are then. */
  readonly moved?: string;
  /** The layers whose units or filters the features are. */
  readonly makers: readonly layers.Layer[];
  /** The layers with weights that the values have passed; those of a localisation net are aside. */
  readonly before: ReadonlySet<layers.Layer>;
}

const noLayout: Layout = { makers: [], before: new Set() };

/** What was found by following the data through the model. */
interface Found {
  /** The layouts that each layer with weights is given, one for each time it is applied. */
  readonly inputs: Map<layers.Layer, Layout[]>;
  /** Layers whose features a reshape turns into an image. */
  readonly imageMakers: Set<layers.Layer>;
}

/**
 * The layers of a model that have weights, each once, in its order: those of nested models and
 * localisation nets in place of the layer that holds them.
 *
 * @throws OptionError if the order of a layer's features in PyTorch can't be told
 */
export function weightedLayers(model: LayersModel): readonly WeightedLayer[] {
  const found: Found = { inputs: new Map(), imageMakers: new Set() };
  const inputs = model.inputs.map(() => noLayout);
  followModel(model, inputs, found);
  return [...listLayers(model, false)].map(([layer, isOfPreset]) => {
    if (found.imageMakers.has(layer)) {
      refuse('features that a reshape turns into an image have another order in PyTorch', layer);
    }
    const layouts = found.inputs.get(layer) ?? [];
    return { layer, isOfPreset, image: imageOf(layer, layouts), before: passed(layouts) };
  });
}

function listLayers(model: LayersModel, isOfPreset: boolean): ReadonlyMap<layers.Layer, boolean> {
  const nested = model.layers.flatMap((layer): (readonly [layers.Layer, boolean])[] => {
    if (layer instanceof LayersModel) return [...listLayers(layer, isOfPreset)];
    if (!(layer instanceof SpatialTransformerLayer)) {
      return layer.weights.length > 0 ? [[layer, isOfPreset]] : [];
    }
    // A model is written with its class, a preset with its name.
    const written = layer.getConfig()['localisation'] as object | undefined;
    const isPreset = written !== undefined && !('className' in written);
    return layer.localisation ? [...listLayers(layer.localisation, isPreset)] : [];
  });
  return new Map(nested);
}

function passed(layouts: readonly Layout[]): ReadonlySet<layers.Layer> {
  return new Set(layouts.flatMap(({ before }) => [...before]));
}

/** The one image in all inputs of a layer. */
function imageOf(layer: layers.Layer, inputs: readonly Layout[]): readonly number[] | undefined {
  const unclear = inputs.find((input) => input.unclear !== undefined)?.unclear;
  if (unclear !== undefined) refuse(`${unclear} have another order in PyTorch`, layer);
  const [first, ...more] = inputs;
  if (more.some(({ image }) => image?.join() !== first?.image?.join())) {
    refuse('features must all be flattened images of one shape, or none of them', layer);
  }
  return first?.image;
}

/** @returns the layouts of the outputs */
function followModel(
  model: LayersModel,
  inputs: readonly Layout[],
  found: Found,
): readonly Layout[] {
  const known = new Map(model.inputs.map(({ id }, index) => [id, inputs[index] ?? noLayout]));
  const layoutOf = (output: SymbolicTensor): Layout => {
    const layout = known.get(output.id);
    if (layout !== undefined) return layout;
    const layer = output.sourceLayer;
    const node = layer.inboundNodes[output.nodeIndex];
    const tensors = node?.inputTensors ?? [];
    const results = followLayer({ layer, tensors, output }, tensors.map(layoutOf), found);
    node?.outputTensors.forEach(({ id }, index) => known.set(id, results[index] ?? noLayout));
    return known.get(output.id) ?? noLayout;
  };
  return model.outputs.map(layoutOf);
}

/** A layer as it is applied. */
interface Step {
  readonly layer: layers.Layer;
  readonly tensors: readonly SymbolicTensor[];
  readonly output: SymbolicTensor;
}

function followLayer(step: Step, inputs: readonly Layout[], found: Found): readonly Layout[] {
  const { layer } = step;
  if (layer instanceof LayersModel) return followModel(layer, inputs, found);
  if (layer instanceof SpatialTransformerLayer) {
    if (layer.localisation) followModel(layer.localisation, inputs, found);
    return inputs;
  }
  const [first = noLayout] = inputs;
  if (layer.weights.length > 0) {
    found.inputs.set(layer, [...(found.inputs.get(layer) ?? []), first]);
    const isNorm = layer.getClassName() === 'BatchNormalization';
    const before = new Set([...first.before, layer]);
    return [
      isNorm ? { ...first, makers: [...first.makers, layer], before } : { makers: [layer], before },
    ];
  }
  const makers = new Set(inputs.flatMap((input) => input.makers));
  const joined = inputs.reduce((all, input) => ({ ...input, ...all }), noLayout);
  return [withoutWeights(step, { ...joined, makers: [...makers], before: passed(inputs) }, found)];
}

/** Layers without weights whose features have the order of their input. */
const keepOrder =
  /^(Activation|Dropout|ReLU|LeakyReLU|ELU|ThresholdedReLU|Softmax|Gaussian\w+|AlphaDropout)$/;

/** @param input of all inputs together */
function withoutWeights({ layer, tensors, output }: Step, input: Layout, found: Found): Layout {
  const kind = layer.getClassName();
  const [{ shape } = output, ...more] = tensors;
  const isImage = shape.length === 4;
  if (kind === 'Flatten' && isImage && layer.getConfig()['dataFormat'] === 'channelsFirst') {
    return { ...input, unclear: 'images with channels first that are flattened' };
  }
  if (kind === 'Flatten' || kind === 'Reshape') {
    return rearranged(sizesOf(shape), sizesOf(output.shape), input, found);
  }
  if (kind === 'Permute' && isImage) {
    return { ...input, moved: 'images that are permuted and flattened' };
  }
  if (input.image && more.length > 0) {
    return { ...input, unclear: 'flattened images that are joined' };
  }
  if (input.image && !keepOrder.test(kind)) {
    return { ...input, unclear: `flattened images in a ${kind} layer` };
  }
  if (output.rank > 2) return input;
  if (isImage && !/^Global\w+Pooling2D$/.test(kind)) {
    return { ...input, unclear: `images in a ${kind} layer that flattens them` };
  }
  return asFeatures(input);
}

function sizesOf([, ...sizes]: readonly (number | null)[]): readonly number[] {
  return sizes.map((size) => size ?? 0);
}

/** After a flatten or reshape layer. */
function rearranged(
  from: readonly number[],
  to: readonly number[],
  input: Layout,
  found: Found,
): Layout {
  const { image, makers, before } = input;
  if (from.join() === to.join() || (hasOneOrder(from) && hasOneOrder(to))) return input;
  if (from.length === 3 && to.length === 1) {
    return asFeatures(hasOneOrder(from) ? input : { ...input, image: from });
  }
  if (from.length === 3) {
    // Channels that are still last are the same for the next layer.
    const key = from[2] === to.at(-1) ? 'moved' : 'unclear';
    return { ...input, [key]: 'images that are reshaped' };
  }
  if (image?.join() === to.join()) return { makers, before };
  if (image) return { ...input, unclear: 'flattened images that are reshaped' };
  if (from.length === 1 && !hasOneOrder(to))
    makers.forEach((layer) => found.imageMakers.add(layer));
  return to.length === 1 ? asFeatures(input) : input;
}

/** Whether an image of this shape is written out in one order, channels first or last. */
function hasOneOrder([height = 0, width = 0, channels = 0]: readonly number[]): boolean {
  return channels === 1 || height * width === 1;
}

function asFeatures({ moved, ...input }: Layout): Layout {
  return moved === undefined ? input : { ...input, unclear: moved };
}
