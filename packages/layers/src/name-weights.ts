import type { LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Gives the weights of a net that a preset has built names that follow from the layer's name alone.
 *
 * A saved weight is found again by its `originalName`, into which tf.layers puts running numbers
 * of the session; the net of a loaded layer, built anew, would have other numbers. The last part
 * must not start with a digit, by which tf.layers tells files of Keras 3.
 */
export function nameWeights(net: LayersModel, layer: string): void {
  net.weights.forEach((weight, index) => {
    const variable: { originalName: string } = weight;
    const kind = variable.originalName.split('/').at(-1);
    variable.originalName = `${layer}/localisation/${kind}_${index}`;
  });
}
