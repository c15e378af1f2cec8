import { LayersModel, type SymbolicTensor, type layers } from '@tensorflow/tfjs-layers';
import { OptionError } from '@tfjs-stn/core/errors';
import { SpatialTransformerLayer } from '@tfjs-stn/layers';

/**
 * The layers of a model that have weights, in its order: those of nested models and localisation nets
 * in place of the layer that holds them.
 */
export function weightedLayers(model: LayersModel): layers.Layer[] {
  return model.layers.flatMap((layer) => {
    if (layer instanceof LayersModel) return weightedLayers(layer);
    if (layer instanceof SpatialTransformerLayer) {
      return layer.localisation ? weightedLayers(layer.localisation) : [];
    }
    return layer.weights.length > 0 ? [layer] : [];
  });
}

/** Layers without weights whose output has the order of their input. */
const keepOrder =
  /^(Activation|Dropout|ReLU|LeakyReLU|ELU|ThresholdedReLU|Softmax|Gaussian\w+|AlphaDropout|BatchNormalization)$/;

/**
 * How an image was written out in the input of a layer: PyTorch writes channels first, tf.layers
 * last.
 *
 * @returns `[height, width, channels]` of what a flatten layer before this one took; undefined if
 *   there is none
 * @throws OptionError if the order can't be told
 */
export function flattenedShape(layer: layers.Layer): readonly number[] | undefined {
  const refuse = (what: string): never => {
    throw new OptionError(
      'loadPyTorchWeights',
      `${what} have another order in PyTorch, got the layer '${layer.name}'`,
    );
  };
  const shapeOf = (source: SymbolicTensor | undefined): readonly number[] | undefined => {
    const before = source?.sourceLayer;
    if (before instanceof LayersModel) return shapeOf(before.outputs[0]);
    if (before === undefined || before.inboundNodes.length === 0) return undefined;
    const inputs = inputsOf(before);
    const [input] = inputs;
    if (input === undefined) return undefined;
    if (inputs.length > 1) {
      return inputs.some((each) => shapeOf(each) !== undefined)
        ? refuse('flattened images that are joined')
        : undefined;
    }
    const kind = before.getClassName();
    if (kind !== 'Flatten' && kind !== 'Reshape') {
      return keepOrder.test(kind) ? shapeOf(input) : undefined;
    }
    // Without an axis for channels both have one order.
    const isFlat = source?.rank === 2 && input.rank === 4;
    if (!isFlat) return undefined;
    if (before.getConfig()['dataFormat'] === 'channelsFirst') {
      refuse('images with channels first that are flattened');
    }
    if (isPermuted(input)) refuse('images that are permuted and flattened');
    return input.shape.slice(1).map((size) => size ?? 0);
  };
  return shapeOf(inputsOf(layer)[0]);
}

function inputsOf(layer: layers.Layer): SymbolicTensor[] {
  return [layer.getInputAt(0)].flat();
}

function isPermuted({ sourceLayer: before }: SymbolicTensor): boolean {
  const kind = before.getClassName();
  if (!keepOrder.test(kind)) return kind === 'Permute';
  const [input] = inputsOf(before);
  return input !== undefined && isPermuted(input);
}

/** Whether a reshape makes an image of the layer's features, which PyTorch has channels first. */
export function becomesImage(layer: layers.Layer): boolean {
  return layer.outboundNodes.some(({ outboundLayer: next }) => {
    const kind = next.getClassName();
    if (kind === 'Reshape') return outputRank(layer) === 2 && outputRank(next) > 2;
    return keepOrder.test(kind) && becomesImage(next);
  });
}

/** The number of axes of a layer's output, with the batch. */
export function outputRank(layer: layers.Layer): number {
  return [layer.getOutputAt(0)].flat()[0]?.rank ?? 0;
}
