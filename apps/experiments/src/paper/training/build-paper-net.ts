import { initializers, layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import { hashIntegers, streams } from '@tfjs-stn-apps/digit-training';
import { DIGIT_SIZE } from '@tfjs-stn-apps/digit-training/digits';
import type { Transform } from '@tfjs-stn/core';
import { spatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn, fcn } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { affine } from '@tfjs-stn/transform-affine';
import { homography } from '@tfjs-stn/transform-projective';
import { tps } from '@tfjs-stn/transform-tps';

import type { Cell, PaperTransform } from '../cell.js';
import { imageSizes } from './distort-digits.js';

/** The number of weights of every model, about. */
const WEIGHTS = 400_000;
/** Filters of the first convolution. */
const FIRST_FILTERS = 32;

const transforms: Readonly<Record<PaperTransform, () => Transform>> = {
  affine: () => affine(),
  projective: () => homography(),
  tps: () => tps({ controlPoints: [4, 4] }),
};

/**
 * Builds the untrained net of a cell, from images `[batch, size, size, 1]` to logits `[batch, 10]`,
 * with about 400,000 weights.
 *
 * - FCN: two dense layers of equal width with ReLU, and the dense layer of the classes.
 * - CNN: a 9×9 convolution of 32 filters and a 7×7 one, each unpadded, with ReLU and followed by 2×2
 *   max pooling, and the dense layer of the classes.
 * - ST-FCN, ST-CNN: the same behind a transformer (bilinear, zeros) to 28×28 pixels, with the
 *   localisation net `fcn` or `cnn`. For RTS and TC the transformer samples 56×56 pixels, and 2×2
 *   average pooling follows.
 */
export function buildPaperNet(cell: Cell): LayersModel {
  const { model, transform, distortion, seed } = cell;
  const size = imageSizes[distortion];
  let count = 0;
  const nextSeed = (): number => hashIntegers([seed, streams.initialWeights, ++count]);
  const convolutional = model.endsWith('cnn');
  const front = [layers.inputLayer({ inputShape: [size, size, 1], name: 'image' })];
  if (!transform) return assemble(front, { size, convolutional, spare: WEIGHTS }, nextSeed);
  const twice = size > DIGIT_SIZE;
  const outputSize = twice ? 2 * DIGIT_SIZE : DIGIT_SIZE;
  const transformer = spatialTransformerLayer({
    name: 'transformer',
    transform: transforms[transform](),
    sampler: bilinear(),
    localisation: convolutional ? cnn() : fcn(),
    outputSize: [outputSize, outputSize],
    seed: nextSeed(),
  });
  transformer.build([null, size, size, 1]);
  const spare = WEIGHTS - transformer.countParams();
  const pooling = twice ? [layers.averagePooling2d({ name: 'pool', poolSize: 2 })] : [];
  const behind = { size: DIGIT_SIZE, convolutional, spare };
  return assemble([...front, transformer, ...pooling], behind, nextSeed);
}

/** What a classifier is built for. */
interface ClassifierTarget {
  /** Height and width of its input. */
  readonly size: number;
  readonly convolutional: boolean;
  /** The number of weights to come close to. */
  readonly spare: number;
}

function assemble(
  front: readonly layers.Layer[],
  target: ClassifierTarget,
  nextSeed: () => number,
): LayersModel {
  const body = target.convolutional
    ? convolutionalLayers(target, nextSeed)
    : denseLayers(target, nextSeed);
  const logits = layers.dense({
    name: 'logits',
    units: 10,
    kernelInitializer: initializers.glorotUniform({ seed: nextSeed() }),
  });
  return sequential({ layers: [...front, ...body, logits] });
}

function denseLayers({ size, spare }: ClassifierTarget, nextSeed: () => number): layers.Layer[] {
  // size² n + n + n² + n + 10 n + 10 weights for two layers of n units.
  const linear = size * size + 12;
  const units = Math.round((-linear + Math.sqrt(linear * linear + 4 * (spare - 10))) / 2);
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
  { size, spare }: ClassifierTarget,
  nextSeed: () => number,
): layers.Layer[] {
  const afterFirst = Math.floor((size - 8) / 2);
  const afterSecond = Math.floor((afterFirst - 6) / 2);
  const fixed = (9 * 9 + 1) * FIRST_FILTERS + 10;
  const perFilter = 7 * 7 * FIRST_FILTERS + 1 + 10 * afterSecond ** 2;
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
