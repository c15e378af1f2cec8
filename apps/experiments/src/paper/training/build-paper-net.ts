import {
  initializers,
  input,
  layers,
  model as tfModel,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { hashIntegers, streams } from '@tfjs-stn-apps/digit-training';
import { DIGIT_SIZE } from '@tfjs-stn-apps/digit-training/digits';
import type { LocalisationPreset, Transform } from '@tfjs-stn/core';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn, fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine, attention } from '@tfjs-stn/transform-affine';
import { homography } from '@tfjs-stn/transform-projective';
import { tps } from '@tfjs-stn/transform-tps';

import { isCoLocalisation, isMultiDigit, type Cell, type PaperTransform } from '../cell.js';
import { buildCoLocalisationNet } from './co-localise.js';
import { buildNumberNet } from './build-number-net.js';
import { imageSizes, type DigitDistortion } from './distort-digits.js';
import { exampleKind } from './example-batch.js';
import { WEIGHTS } from './recipe.js';

/** Filters of the first convolution. */
const FIRST_FILTERS = 32;

const transforms: Readonly<Record<PaperTransform, () => Transform>> = {
  affine: () => affine(),
  projective: () => homography(),
  attention: () => attention(),
  tps: () => tps({ controlPoints: [4, 4] }),
};

/**
 * Builds the untrained net of a cell, from images `[batch, size, size, channels]` to logits
 * `[batch, classes]`, with about 400,000 weights.
 *
 * - FCN: two dense layers of equal width with ReLU, and the dense layer of the classes.
 * - CNN: a 9×9 convolution of 32 filters and a 7×7 one, each unpadded, with ReLU and followed by 2×2
 *   max pooling, and the dense layer of the classes.
 * - ST-FCN, ST-CNN: the same behind a transformer (bilinear, zeros) to 28×28 pixels, with the
 *   localisation net `fcn` or `cnn`. From larger images the transformer samples 56×56 pixels, and
 *   2×2 average pooling follows. 2×ST-FCN has two transformers side by side.
 *
 * Numbers of several digits and co-localisation have nets of their own: see `buildNumberNet` and
 * `buildCoLocalisationNet`.
 */
export function buildPaperNet(cell: Cell): LayersModel {
  const { model, distortion, seed } = cell;
  if (isCoLocalisation(distortion)) return buildCoLocalisationNet(seed);
  if (isMultiDigit(distortion)) return buildNumberNet({ model, distortion, seed });
  return buildDigitNet({ ...cell, distortion });
}

interface DigitCell extends Cell {
  readonly distortion: DigitDistortion | 'ADD';
}

function buildDigitNet({ model, transform, distortion, seed }: DigitCell): LayersModel {
  const size = imageSizes[distortion];
  const { channels, classes } = exampleKind(distortion);
  let count = 0;
  const nextSeed = (): number => hashIntegers([seed, streams.initialWeights, ++count]);
  const convolutional = model.endsWith('cnn');
  const image = input({ shape: [size, size, channels], name: 'image' });
  const transformers = transform
    ? Array.from({ length: model === '2x-st-fcn' ? 2 : 1 }, (_, index) => {
        const localisation = convolutional ? cnn() : fcn();
        const options = { transform: transforms[transform](), localisation, seed: nextSeed() };
        return transformed(image, { ...options, name: `transformer_${index + 1}`, size });
      })
    : [];
  const [first = { output: image, weights: 0 }, ...others] = transformers;
  const seen =
    others.length === 0
      ? first.output
      : (layers
          .concatenate({ name: 'both' })
          .apply(transformers.map(({ output }) => output)) as SymbolicTensor);
  const spare = transformers.reduce((left, { weights }) => left - weights, WEIGHTS);
  const [, ...shape] = seen.shape.map(Number);
  const target = { shape, classes, spare };
  const body = convolutional
    ? convolutionalLayers(target, nextSeed)
    : denseLayers(target, nextSeed);
  const logits = layers.dense({
    name: 'logits',
    units: classes,
    kernelInitializer: initializers.glorotUniform({ seed: nextSeed() }),
  });
  const outputs = [...body, logits].reduce(
    (previous, layer) => layer.apply(previous) as SymbolicTensor,
    seen,
  );
  return tfModel({ inputs: image, outputs });
}

/** The parts of a transformer that vary. */
interface TransformerParts {
  readonly name: string;
  readonly transform: Transform;
  readonly localisation: LocalisationPreset;
  readonly seed: number;
  /** Height and width of the image. */
  readonly size: number;
}

/** A transformer's output, and the number of its weights. */
function transformed(
  image: SymbolicTensor,
  { size, ...parts }: TransformerParts,
): { readonly output: SymbolicTensor; readonly weights: number } {
  const twice = size > DIGIT_SIZE;
  const outputSize = twice ? 2 * DIGIT_SIZE : DIGIT_SIZE;
  const transformer = spatialTransformerLayer({
    ...parts,
    sampler: bilinear(),
    outputSize: [outputSize, outputSize],
  });
  const output = transformer.apply(image) as SymbolicTensor;
  const weights = transformer.countParams();
  if (!twice) return { output, weights };
  const pool = layers.averagePooling2d({ name: `${parts.name}_pool`, poolSize: 2 });
  return { output: pool.apply(output) as SymbolicTensor, weights };
}

/** What a classifier is built for. */
interface ClassifierTarget {
  /** `[height, width, channels]` of its input. */
  readonly shape: readonly number[];
  readonly classes: number;
  /** The number of weights to come close to. */
  readonly spare: number;
}

function denseLayers(
  { shape, classes, spare }: ClassifierTarget,
  nextSeed: () => number,
): layers.Layer[] {
  // p n + n + n² + n + k n + k weights for p inputs, two layers of n units and k classes.
  const linear = shape.reduce((product, length) => product * length) + classes + 2;
  const units = Math.round((-linear + Math.sqrt(linear * linear + 4 * (spare - classes))) / 2);
  const dense = (name: string): layers.Layer =>
    layers.dense({
      name,
      units,
      activation: 'relu',
      kernelInitializer: initializers.heNormal({ seed: nextSeed() }),
    });
  return [layers.flatten({ name: 'flatten' }), dense('dense_1'), dense('dense_2')];
}

function convolutionalLayers(
  { shape: [size = 0, , channels = 0], classes, spare }: ClassifierTarget,
  nextSeed: () => number,
): layers.Layer[] {
  const afterFirst = Math.floor((size - 8) / 2);
  const afterSecond = Math.floor((afterFirst - 6) / 2);
  const fixed = (9 * 9 * channels + 1) * FIRST_FILTERS + classes;
  const perFilter = 7 * 7 * FIRST_FILTERS + 1 + classes * afterSecond ** 2;
  // Multiples of 8 suit SIMD.
  const filters = 8 * Math.round((spare - fixed) / perFilter / 8);
  const block = (position: number, count: number, kernelSize: number): layers.Layer[] => [
    layers.conv2d({
      name: `conv_${position}`,
      filters: count,
      kernelSize,
      activation: 'relu',
      kernelInitializer: initializers.heNormal({ seed: nextSeed() }),
    }),
    layers.maxPooling2d({ name: `pool_${position}`, poolSize: 2 }),
  ];
  return [
    ...block(1, FIRST_FILTERS, 9),
    ...block(2, filters, 7),
    layers.flatten({ name: 'flatten' }),
  ];
}
