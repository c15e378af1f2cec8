import {
  add,
  argMax,
  div,
  equal,
  losses,
  matMul,
  maximum,
  mean,
  mul,
  oneHot,
  relu,
  scalar,
  square,
  sub,
  sum,
  tensor1d,
  tensor2d,
  tidy,
  transpose,
  type Scalar,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
} from '@tensorflow/tfjs-core';
import {
  initializers,
  input,
  layers,
  model as tfModel,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import {
  digitImages,
  hashIntegers,
  streams,
  transformerOf,
  type Objective,
  type RandomSource,
  type Score,
  type Trainee,
} from '@tfjs-stn-apps/digit-training';
import { DIGIT_SIZE, type Digits } from '@tfjs-stn-apps/digit-training/digits';
import { spatialTransformer } from '@tfjs-stn/core';
import { spatialTransformerLayer, type SpatialTransformerLayer } from '@tfjs-stn/layers';
import { cnn, startingAt } from '@tfjs-stn/localisation';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { attention } from '@tfjs-stn/transform-affine';

import type { CoLocalisation } from '../cell.js';
import { ratesAt, type Progress, type Recipe } from './recipe.js';
import {
  BOX,
  foundBoxes,
  SHIFTED_SIZE,
  shiftedDigits,
  type ShiftedDigits,
} from './shifted-digits.js';

/** By how much the distance to a random patch must exceed that to another digit of the class. */
const MARGIN = 1;
/** The first size of the box, relative to the image's: it shows most digits. */
const START = 2 * BOX;
/** The fraction of the training that goes to the encoder. */
const ENCODER = 0.2;

/**
 * Builds the untrained net of co-localisation: an attention transformer from 84×84 to 28×28 pixels,
 * which starts in the middle, at two thirds of the image; the encoder, two 5×5 convolutions of 16 and 32
 * filters with ReLU and 2×2 max pooling and a dense layer of 64 features with ReLU; and the classes.
 */
export function buildCoLocalisationNet(seed: number): LayersModel {
  let count = 0;
  const nextSeed = (): number => hashIntegers([seed, streams.initialWeights, ++count]);
  const he = () => initializers.heNormal({ seed: nextSeed() });
  const convolution = (position: number, filters: number): layers.Layer[] => [
    layers.conv2d({
      name: `conv_${position}`,
      filters,
      kernelSize: 5,
      activation: 'relu',
      kernelInitializer: he(),
    }),
    layers.maxPooling2d({ name: `pool_${position}`, poolSize: 2 }),
  ];
  const image = input({ shape: [SHIFTED_SIZE, SHIFTED_SIZE, 1], name: 'image' });
  const net = [
    spatialTransformerLayer({
      name: 'transformer_1',
      transform: attention(),
      sampler: bilinear(),
      localisation: startingAt(cnn(), [START, 0, 0]),
      outputSize: [DIGIT_SIZE, DIGIT_SIZE],
      seed: nextSeed(),
    }),
    ...convolution(1, 16),
    ...convolution(2, 32),
    layers.flatten({ name: 'flatten' }),
    layers.dense({ name: 'features', units: 64, activation: 'relu', kernelInitializer: he() }),
    layers.dense({ name: 'logits', units: 10, kernelInitializer: he() }),
  ];
  const outputs = net.reduce((seen, layer) => layer.apply(seen) as SymbolicTensor, image);
  return tfModel({ inputs: image, outputs });
}

/** One step of a training. */
interface Step extends Progress {
  readonly digits: Digits;
  readonly random: RandomSource;
  readonly settings: Recipe;
}

/**
 * Trains the encoder on undistorted digits in the first fifth of the steps, then the transformer
 * alone, with the triplet loss of the paper's appendix A.2: for all pairs n, m of digits of a class in
 * the batch, the mean of max(0, |eₙ - eₘ|² - |eₙ - rₙ|² + 1), with the encoder's features of what the
 * transformer shows (e) and of a random place of the same image (r). The unit of both distances is
 * the mean squared length of the features of the undistorted digits.
 *
 * @returns as accuracy that of the encoder, then the share of boxes with an IoU above 0.5
 */
export function learnToLocalise(
  trainee: Trainee,
  distortion: CoLocalisation,
  { digits, random, settings, step, steps }: Step,
): Score {
  const first = Math.ceil(ENCODER * steps);
  const encoding = step < first;
  const [done, all] = encoding ? [step, first] : [step - first, steps - first];
  const { classifier, localisation } = ratesAt(settings, done, all);
  const objective: Objective = encoding
    ? (model) => encoderLoss(model, digits)
    : (model) => tripletLoss(model, distortion, digits, random);
  const rates = encoding ? { classifier, localisation: 0 } : { classifier: 0, localisation };
  return trainee.minimise(objective, rates, done);
}

/** The cross-entropy of the classes of undistorted digits. */
function encoderLoss(model: LayersModel, digits: Digits): ReturnType<Objective> {
  const logits = encode(model, digitImages(digits), 'logits');
  const labels = tensor1d(Int32Array.from(digits.labels), 'int32');
  const accuracy: Scalar = mean(equal(argMax(logits, 1), labels));
  return { loss: losses.softmaxCrossEntropy(oneHot(labels, logits.shape[1]), logits), accuracy };
}

function tripletLoss(
  model: LayersModel,
  distortion: CoLocalisation,
  digits: Digits,
  random: RandomSource,
): ReturnType<Objective> {
  const { images, labels, centres } = shiftedDigits(distortion, digits, random);
  const transformer = transformerOf(model) as SpatialTransformerLayer;
  const theta = transformer.localise(images);
  const features = (shown: Tensor4D): Tensor2D => encode(model, shown, 'features');
  const unit = mean(sum(square(features(digitImages(digits))), 1));
  const seen = features(crop(images, theta));
  const elsewhere = features(crop(images, randomPlaces(digits.count, random)));
  const lengths = sum(square(seen), 1, true);
  const toOthers = sub(add(lengths, transpose(lengths)), mul(2, matMul(seen, seen, false, true)));
  const toRandom = sum(square(sub(seen, elsewhere)), 1, true);
  const pairs = pairsOfClass(labels);
  const hinges = mul(pairs, relu(add(div(sub(toOthers, toRandom), unit), MARGIN)));
  const found = foundBoxes(theta.dataSync(), centres) / labels.length;
  const loss: Scalar = div(sum(hinges), maximum(sum(pairs), 1));
  return { loss, accuracy: scalar(found) };
}

function crop(images: Tensor4D, theta: Tensor2D): Tensor4D {
  const outputSize = [DIGIT_SIZE, DIGIT_SIZE] as const;
  const options = { transform: attention(), sampler: bilinear(), outputSize };
  return spatialTransformer(options).apply(images, theta);
}

/** Boxes of a digit's size anywhere in the image. */
function randomPlaces(count: number, random: RandomSource): Tensor2D {
  const place = (): number => (1 - BOX) * (2 * random() - 1);
  const thetas = Array.from({ length: count }, () => [BOX, place(), place()]);
  return tensor2d(thetas, [count, 3]);
}

/** 1 for two digits of one class, `[count, count]`. */
function pairsOfClass(labels: Uint8Array): Tensor2D {
  const pairs = [...labels].map((label, one) =>
    [...labels].map((other, index) => Number(other === label && index !== one)),
  );
  return tensor2d(pairs);
}

/** What the encoder makes of 28×28 images up to the layer of this name. */
function encode(model: LayersModel, images: Tensor4D, last: 'features' | 'logits'): Tensor2D {
  const names = model.layers.map(({ name }) => name);
  const encoder = model.layers.slice(names.indexOf('conv_1'), names.indexOf(last) + 1);
  return encoder.reduce<Tensor>((seen, layer) => layer.apply(seen) as Tensor, images) as Tensor2D;
}

/** The number of boxes that miss their digit. */
export function missedBoxes(model: LayersModel, { images, centres }: ShiftedDigits): number {
  const transformer = transformerOf(model) as SpatialTransformerLayer;
  const thetas = tidy(() => transformer.localise(images).dataSync());
  return centres.length / 2 - foundBoxes(thetas, centres);
}
