import {
  initializers,
  input,
  layers,
  model as tfModel,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { hashIntegers, streams } from '@tfjs-stn-apps/digit-training';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';

import type { Cell, MultiDigit } from '../cell.js';
import { NO_DIGIT, numberShapes, PLACES } from './number-batch.js';
import { WEIGHTS } from './recipe.js';

/** Filters of the convolutions. */
const FILTERS = [16, 32, 48, 64] as const;
const CLASSES = NO_DIGIT + 1;
/** The localisation nets before the convolutions; each of their convolutions needs half the size. */
const localisations = [
  { filters: [20, 20, 20] },
  { filters: [20, 20], kernelSize: 3 },
  { filters: [20, 20], kernelSize: 3 },
  { filters: [20], kernelSize: 3 },
] as const;

/**
 * Builds the untrained net of a cell of multi-digit MNIST, from images `[batch, height, width, 1]` to
 * logits `[batch, 5, 11]`, with about 400,000 weights: four padded 5×5 convolutions of 16, 32, 48 and
 * 64 filters with ReLU, each followed by 2×2 max pooling, a dense layer with ReLU, and five heads.
 *
 * `st-cnn` has an affine transformer before the first convolution, `st-cnn-multi` one before each.
 * None changes the size. Their localisation nets are `cnn` with 20 filters in each convolution: three
 * of 5×5 on the image, two of 3×3 on the next two sizes, one on the smallest.
 */
export function buildNumberNet({ model, distortion, seed }: NumberCell): LayersModel {
  let count = 0;
  const nextSeed = (): number => hashIntegers([seed, streams.initialWeights, ++count]);
  const transformers = { cnn: 0, 'st-cnn': 1, 'st-cnn-multi': FILTERS.length }[String(model)] ?? 0;
  const image = input({ shape: [...numberShapes[distortion], 1], name: 'image' });
  let [seen, weights] = [image, 0];
  const add = (layer: layers.Layer): void => {
    seen = layer.apply(seen) as SymbolicTensor;
    weights += layer.countParams();
  };
  for (const [index, filters] of FILTERS.entries()) {
    if (index < transformers) add(transformer(index, seen, nextSeed()));
    add(convolution(index, filters, nextSeed()));
    add(layers.maxPooling2d({ name: `pool_${index + 1}`, poolSize: 2 }));
  }
  add(layers.flatten({ name: 'flatten' }));
  // p n + n + k n + k weights for p inputs, n units and k logits.
  const logits = PLACES * CLASSES;
  const units = Math.round((WEIGHTS - weights - logits) / ((seen.shape[1] ?? 0) + 1 + logits));
  const he = initializers.heNormal({ seed: nextSeed() });
  add(layers.dense({ name: 'dense', units, activation: 'relu', kernelInitializer: he }));
  const glorot = initializers.glorotUniform({ seed: nextSeed() });
  add(layers.dense({ name: 'logits', units: logits, kernelInitializer: glorot }));
  add(layers.reshape({ name: 'heads', targetShape: [PLACES, CLASSES] }));
  return tfModel({ inputs: image, outputs: seen });
}

type NumberCell = Pick<Cell, 'model' | 'seed'> & { readonly distortion: MultiDigit };

function transformer(index: number, seen: SymbolicTensor, seed: number): layers.Layer {
  const [, height = 0, width = 0] = seen.shape.map(Number);
  return spatialTransformerLayer({
    name: `transformer_${index + 1}`,
    transform: affine(),
    sampler: bilinear(),
    localisation: cnn(localisations[index]),
    outputSize: [height, width],
    seed,
  });
}

function convolution(index: number, filters: number, seed: number): layers.Layer {
  return layers.conv2d({
    name: `conv_${index + 1}`,
    filters,
    kernelSize: 5,
    padding: 'same',
    activation: 'relu',
    kernelInitializer: initializers.heNormal({ seed }),
  });
}
