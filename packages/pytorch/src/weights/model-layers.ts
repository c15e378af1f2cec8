import { LayersModel, type layers } from '@tensorflow/tfjs-layers';
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
 * @returns `[...spatial, channels]` of what a flatten layer before this one took; undefined if there
 *   is none
 */
export function flattenedShape(layer: layers.Layer): readonly number[] | undefined {
  let [source] = [layer.getInputAt(0)].flat();
  for (;;) {
    const before: layers.Layer | undefined = source?.sourceLayer;
    if (before instanceof LayersModel) {
      [source] = before.outputs;
      continue;
    }
    if (before === undefined || before.inboundNodes.length === 0) return undefined;
    const kind = before.getClassName();
    const inputs = [before.getInputAt(0)].flat();
    const [input] = inputs;
    if (input === undefined || inputs.length > 1) return undefined;
    if (kind === 'Flatten' || kind === 'Reshape') {
      const isFlat = source?.rank === 2 && input.rank > 2;
      return isFlat ? input.shape.slice(1).map((size) => size ?? 0) : undefined;
    }
    if (!keepOrder.test(kind)) return undefined;
    source = input;
  }
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
