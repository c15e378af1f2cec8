import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import type { Console } from '@tfjs-stn-apps/app-tools/console';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { loadLayersModel, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import {
  createLocalisation,
  createSampler,
  createTransform,
  registerLocalisation,
  registerSampler,
  registerTransform,
} from '@tfjs-stn/core';
import { nodeFileSystem } from '@tfjs-stn/backend-node';
import { StnError } from '@tfjs-stn/core/errors';
import {
  registerSpatialTransformerLayer,
  spatialTransformerLayer,
  type SpatialTransformerLayer,
} from '@tfjs-stn/layers';
import { cnn, convBn, fcn } from '@tfjs-stn/localisation';
import { exportOnnx } from '@tfjs-stn/onnx';
import {
  loadPyTorchWeights,
  readCheckpoint,
  readSafetensors,
  type LoadReport,
} from '@tfjs-stn/pytorch';
import { bicubic } from '@tfjs-stn/sampler-bicubic';
import { bilinear } from '@tfjs-stn/sampler-bilinear';
import { nearest } from '@tfjs-stn/sampler-nearest';
import { affineTransforms } from '@tfjs-stn/transform-affine';
import { flowTransforms } from '@tfjs-stn/transform-flow';
import { projectiveTransforms } from '@tfjs-stn/transform-projective';
import { tpsTransforms } from '@tfjs-stn/transform-tps';

import { parseOptions, type Options } from './parse-options.js';

/**
 * Runs the whole program.
 *
 * @param args the command line without node and script
 * @returns the exit code: 0, or 1 after an error
 */
export async function run(args: readonly string[], console: Console): Promise<number> {
  try {
    const options = parseOptions(args, console.columns);
    if (typeof options === 'string') console.output.write(options);
    else await convert(options, (line) => void console.output.write(`${line}\n`));
    return 0;
  } catch (error) {
    console.errors.write(`${describe(error)}\n`);
    return 1;
  }
}

/** One line for what the user can mend; a stack for the rest. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isExpected = error instanceof UserError || error instanceof StnError || 'code' in error;
  return isExpected ? oneLine(error.message) : (error.stack ?? error.message);
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, '. ');
}

async function convert(options: Options, print: (line: string) => void): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
  const unregister = registerParts();
  try {
    const { isModel, out = '', to, opset, dryRun, force } = options;
    const file = to === 'onnx' ? out : join(out, 'model.json');
    if (!dryRun && !force && existsSync(file)) {
      throw new UserError(`${file} is there already. Replace it with --force`);
    }
    const model = isModel ? await readModel(options) : await loadWeights(options, print);
    if (to === 'onnx') {
      const bytes = await exportOnnx(model, { opset: opset === '20' ? 20 : 16 });
      if (!dryRun) {
        await mkdir(dirname(out), { recursive: true });
        await writeFile(out, bytes);
      }
    } else if (!dryRun) await model.save(nodeFileSystem(out));
    print(dryRun ? 'Nothing written: a dry run.' : `Wrote ${out}`);
    model.dispose();
  } finally {
    unregister.forEach((each) => each());
  }
}

/** Everything that a saved model may name. */
function registerParts(): readonly (() => void)[] {
  registerSpatialTransformerLayer();
  const transforms = [affineTransforms, flowTransforms, projectiveTransforms, tpsTransforms].flat();
  return [
    ...transforms.map((factory) => registerTransform(factory)),
    ...[nearest, bilinear, bicubic].map((factory) => registerSampler(factory)),
    ...[fcn, cnn, convBn].map((factory) => registerLocalisation(factory)),
  ];
}

async function readModel({ input }: Options): Promise<LayersModel> {
  const artifacts = await nodeFileSystem(input).load();
  if (artifacts.format === 'graph-model') {
    throw new UserError(`${input} must be a tf.layers model, got a graph model`);
  }
  try {
    return await loadLayersModel({ load: () => Promise.resolve(artifacts) });
  } catch (error) {
    if (error instanceof StnError) throw error;
    // tf.layers throws errors of many kinds for damaged files.
    throw new UserError(`${input} must be a tf.layers model: ${(error as Error).message}`);
  }
}

async function loadWeights(options: Options, print: (line: string) => void): Promise<LayersModel> {
  const { input, map, eps, momentum } = options;
  const bytes = new Uint8Array(await readFile(input));
  const tensors = input.endsWith('.safetensors') ? readSafetensors(bytes) : readCheckpoint(bytes);
  const model = sequential({ layers: [transformerLayer(options)] });
  const mapping = map === undefined ? {} : { map: await readJson(map) };
  printReport(loadPyTorchWeights(model, tensors, { ...mapping, eps, momentum }), print);
  return model;
}

function transformerLayer({
  preset = 'convBn',
  config,
  transform,
  transformConfig,
  sampler,
  samplerConfig,
  imageSize = [1, 1, 1],
  outputSize,
  padding,
  fillValue,
  alignCorners,
  eps,
  momentum,
}: Options): SpatialTransformerLayer {
  const norms = preset === 'convBn' ? { epsilon: eps, momentum: 1 - momentum } : {};
  return spatialTransformerLayer({
    name: 'spatial_transformer',
    inputShape: [...imageSize],
    // Their factories check names and configs.
    transform: createTransform(transform as 'affine', transformConfig as never),
    sampler: createSampler(sampler as 'bilinear', samplerConfig as never),
    localisation: createLocalisation(preset, { ...norms, ...config }),
    alignCorners,
    ...(outputSize && { outputSize }),
    ...(padding && { padding }),
    ...(fillValue && { fillValue: fillValue.length === 1 ? Number(fillValue[0]) : fillValue }),
  });
}

/** The file of `--map`; what is in it is checked where it is used. */
async function readJson(path: string): Promise<Record<string, string>> {
  const text = await readFile(path, 'utf8');
  try {
    return JSON.parse(text) as Record<string, string>;
  } catch (error) {
    throw new UserError(`${path} must be JSON: ${(error as Error).message}`);
  }
}

function printReport({ loaded, unused }: LoadReport, print: (line: string) => void): void {
  const width = Math.max(...loaded.map(({ layer }) => layer.length));
  for (const { layer, kind, tensors } of loaded) {
    print(`${layer.padEnd(width)}  ${kind.padEnd(18)}  ${tensors.join(', ')}`);
  }
  if (unused.length > 0) print(`Not used: ${unused.join(', ')}`);
}
