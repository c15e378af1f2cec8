import { initializers, layers } from '@tensorflow/tfjs-layers';

/** How many filters the two convolutions have. */
export type FilterCounts = readonly [first: number, second: number];

/**
 * The paper's convolutional classifier for distorted MNIST (Jaderberg et al., 2015, 4.1): a 9×9 and
 * a 7×7 convolution with ReLU, each followed by 2×2 max-pooling, and a dense layer to ten logits.
 *
 * @param nextSeed gives every layer a seed of its own
 */
export function classifierLayers(
  [first, second]: FilterCounts,
  nextSeed: () => number,
): layers.Layer[] {
  const convolution = (name: string, filters: number, kernelSize: number): layers.Layer =>
    layers.conv2d({
      name,
      filters,
      kernelSize,
      activation: 'relu',
      kernelInitializer: initializers.heNormal({ seed: nextSeed() }),
    });
  return [
    convolution('conv_1', first, 9),
    layers.maxPooling2d({ name: 'pool_1', poolSize: 2 }),
    convolution('conv_2', second, 7),
    layers.maxPooling2d({ name: 'pool_2', poolSize: 2 }),
    layers.flatten({ name: 'flatten' }),
    layers.dense({
      name: 'logits',
      units: 10,
      kernelInitializer: initializers.glorotUniform({ seed: nextSeed() }),
    }),
  ];
}
