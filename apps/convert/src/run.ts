import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import type { Console } from '@tfjs-stn-apps/app-tools/console';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';
import { sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import {
  createLocalisation,
  createTransform,
  registerLocalisation,
  registerSampler,
  registerTransform,
} from '@tfjs-stn/core';
import { nodeFileSystem } from '@tfjs-stn/backend-node';
import { StnError } from '@tfjs-stn/core/errors';
import { registerSpatialTransformerLayer, spatialTransformerLayer } from '@tfjs-stn/layers';
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

import { readJson, readModel } from './model-files.js';
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
  if (error instanceof UserError || error instanceof StnError) return error.message;
  if (!(error instanceof Error)) return String(error);
  return 'code' in error ? error.message : (error.stack ?? error.message);
}

async function convert(options: Options, print: (line: string) => void): Promise<void> {
  await import('@tensorflow/tfjs-backend-cpu');
  const unregister = registerParts();
  try {
    const { input, out = '', to, opset, dryRun } = options;
    const model = input.endsWith('.json')
      ? await readModel(input)
      : await loadWeights(options, print);
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

async function loadWeights(
  {
    input,
    preset = 'convBn',
    config,
    transform,
    transformConfig,
    imageSize = [1, 1, 1],
    map,
    eps,
  }: Options,
  print: (line: string) => void,
): Promise<LayersModel> {
  const bytes = new Uint8Array(await readFile(input));
  const tensors = input.endsWith('.safetensors') ? readSafetensors(bytes) : readCheckpoint(bytes);
  const layer = spatialTransformerLayer({
    name: 'spatial_transformer',
    inputShape: [...imageSize],
    transform: createTransform(transform as 'affine', transformConfig as never),
    sampler: bilinear(),
    localisation: createLocalisation(preset, config),
  });
  const model = sequential({ layers: [layer] });
  const mapping = map === undefined ? {} : { map: (await readJson(map)) as Record<string, string> };
  printReport(loadPyTorchWeights(model, tensors, { ...mapping, eps }), print);
  return model;
}

function printReport({ loaded, unused }: LoadReport, print: (line: string) => void): void {
  const width = Math.max(...loaded.map(({ layer }) => layer.length));
  for (const { layer, kind, tensors } of loaded) {
    print(`${layer.padEnd(width)}  ${kind.padEnd(18)}  ${tensors.join(', ')}`);
  }
  if (unused.length > 0) print(`Not used: ${unused.join(', ')}`);
}
