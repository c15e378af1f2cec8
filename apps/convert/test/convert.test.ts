import '@tensorflow/tfjs-backend-cpu';

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { expectClose } from '@tfjs-stn/testing';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { run } from '../src/run.js';

interface Dense {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const [given, expected] = loadGoldens('conv-bn') as readonly [
  { readonly checkpoint: string; readonly image: Dense },
  { readonly output: Dense },
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-convert-'));
  writeFileSync(join(folder, 'weights.pt'), Buffer.from(given.checkpoint, 'base64'));
  writeFileSync(join(folder, 'not.json'), 'not JSON');
});
afterAll(() => rmSync(folder, { recursive: true }));

const config = '{"filters":[8,16,32,64],"reduction":16,"units":12}';
const net = ['--preset', 'convBn', '--config', config, '--image-size', '32x32x3'];

async function convert(
  ...args: string[]
): Promise<{ code: number; output: string; errors: string }> {
  const said = { output: '', errors: '' };
  const stream = (name: keyof typeof said): Writable =>
    new Writable({
      write(chunk, _, done) {
        said[name] += String(chunk);
        done();
      },
    });
  const code = await run(args, {
    output: stream('output'),
    errors: stream('errors'),
    interactive: false,
    columns: 100,
  });
  return { code, ...said };
}

async function expectOutputOfPyTorch(path: string): Promise<void> {
  const session = await InferenceSession.create(path);
  const { shape, data } = given.image;
  const outputs = await session.run({
    [session.inputNames[0] ?? '']: new Tensor('float32', data, shape),
  });
  const { [session.outputNames[0] ?? '']: output } = outputs;
  const values = Float32Array.from(output?.data as Float32Array);
  expectClose({ shape, data: values }, expected.output, { rtol: 0, atol: 1e-4 });
  await session.release();
}

it('converts a checkpoint to a model, and that to ONNX with the output of PyTorch', async () => {
  const model = join(folder, 'new', 'model');
  const onnx = join(folder, 'other', 'stn.onnx');
  const first = await convert(join(folder, 'weights.pt'), ...net, '--out', model);
  expect(first).toMatchObject({ code: 0, errors: '' });
  expect(first.output).toMatch(/theta +Dense +fc_loc\.3\.weight, fc_loc\.3\.bias\n/);
  expect(first.output).toContain('Not used: localization.0.1.num_batches_tracked, ');
  expect(readdirSync(model).sort()).toEqual(['model.json', 'weights.bin']);
  for (const saved of [join(model, 'model.json'), model]) {
    const second = await convert(saved, '--to', 'onnx', '--out', onnx, '--force');
    expect(second).toEqual({ code: 0, output: `Wrote ${onnx}\n`, errors: '' });
    await expectOutputOfPyTorch(onnx);
  }
});

it('converts a checkpoint to ONNX at once', async () => {
  const onnx = join(folder, 'direct.onnx');
  const to = ['--to', 'onnx', '--opset', '20', '--out', onnx];
  expect(await convert(join(folder, 'weights.pt'), ...net, ...to)).toMatchObject({ code: 0 });
  await expectOutputOfPyTorch(onnx);
});

it('gives the layer what the command line says', async () => {
  const out = join(folder, 'options');
  const sampling = '--sampler bicubic --sampler-config {"a":-0.5} --padding zeros --align-corners';
  const others = '--fill-value 1,0.5,-1 --output-size 20x24 --eps 0.25 --momentum 0.5';
  const options = `${sampling} ${others}`.split(' ');
  const done = await convert(join(folder, 'weights.pt'), ...net, '--out', out, ...options);
  expect(done).toMatchObject({ code: 0, errors: '' });
  const { modelTopology } = JSON.parse(readFileSync(join(out, 'model.json'), 'utf8')) as {
    modelTopology: { config: { layers: { config: object }[] } };
  };
  expect(modelTopology.config.layers[0]?.config).toMatchObject({
    sampler: { name: 'bicubic', config: { a: -0.5 } },
    padding: 'zeros',
    align_corners: true,
    fill_value: [1, 0.5, -1],
    output_size: [20, 24],
    localisation: { name: 'convBn', config: { epsilon: 0.25, momentum: 0.5, units: 12 } },
  });
});

it('replaces nothing without --force', async () => {
  const [model, onnx] = [join(folder, 'kept'), join(folder, 'kept.onnx')];
  mkdirSync(model);
  const file = join(model, 'model.json');
  for (const [path, ...to] of [
    [file, '--out', model],
    [onnx, '--out', onnx, '--to', 'onnx'],
  ] as const) {
    writeFileSync(path, 'mine');
    const refused = await convert(join(folder, 'weights.pt'), ...net, ...to);
    const errors = `${path} is there already. Replace it with --force\n`;
    expect(refused).toEqual({ code: 1, output: '', errors });
    expect(readFileSync(path, 'utf8')).toBe('mine');
    const replaced = await convert(join(folder, 'weights.pt'), ...net, ...to, '--force');
    expect(replaced).toMatchObject({ code: 0, errors: '' });
    expect(readFileSync(path, 'utf8')).not.toBe('mine');
  }
});

describe('a saved model that is damaged', () => {
  const layer = (className: string, config: object): object => ({ class_name: className, config });
  const topology = (...layers: object[]): object => ({
    class_name: 'Sequential',
    config: { name: 'net', layers },
  });
  const one = { name: 'd', units: 1, batch_input_shape: [null, 2] };
  const weights = (name: string, shape: number[]): object => ({ name, shape, dtype: 'float32' });
  const manifest = [{ paths: ['short.bin'], weights: [weights('d/kernel', [2, 1])] }];

  it.each<[string, unknown, string]>([
    ['null', null, 'must hold a model with its modelTopology and weightsManifest'],
    ['a list', [], 'as model.save writes it, got []'],
    ['nothing', {}, 'as model.save writes it, got {}'],
    [
      'a graph model',
      { format: 'graph-model', modelTopology: { node: [] }, weightsManifest: [] },
      'must be a tf.layers model, got a graph model',
    ],
    [
      'a layer that is unknown',
      { modelTopology: topology(layer('Mystery', {})), weightsManifest: [] },
      'must be a tf.layers model: Unknown layer: Mystery',
    ],
    [
      'a transform that is unknown',
      {
        modelTopology: topology(
          layer('SpatialTransformer', {
            transform: { name: 'swirl', config: {} },
            sampler: { name: 'lanczos', config: {} },
            batch_input_shape: [null, 4, 4, 1],
          }),
        ),
        weightsManifest: [],
      },
      "'swirl'",
    ],
    ['a wrong manifest', { modelTopology: topology(), weightsManifest: 5 }, 'must hold a model'],
    [
      'weights that are missing',
      { modelTopology: topology(), weightsManifest: [{ paths: ['gone.bin'], weights: [] }] },
      "nodeFileSystem: weights must lie beside model.json, got 'gone.bin'",
    ],
    [
      'weights that are cut off',
      { modelTopology: topology(layer('Dense', one)), weightsManifest: manifest },
      'must be a tf.layers model: ',
    ],
  ])('ends with one line: %s', async (_, content, message) => {
    const model = mkdtempSync(join(folder, 'damaged-'));
    writeFileSync(join(model, 'model.json'), JSON.stringify(content));
    writeFileSync(join(model, 'short.bin'), new Uint8Array(3));
    const { code, errors } = await convert(model, '--to', 'onnx', '--dry-run');
    expect(code).toBe(1);
    expect(errors).toContain(message);
    expect(errors).not.toMatch(/\n./);
  });
});

it.each([
  ['null', 'map must be an object of names, got null'],
  ['["theta"]', "map must be an object of names, got ['theta']"],
  ['{"fc_loc.3":5}', 'map must name layers with weights, '],
])('refuses %s as a map in one line', async (content, message) => {
  const map = join(folder, 'map.json');
  writeFileSync(map, content);
  const weights = join(folder, 'weights.pt');
  const { code, errors } = await convert(weights, ...net, '--map', map, '--dry-run');
  expect(code).toBe(1);
  expect(errors).toContain(message);
  expect(errors).not.toMatch(/\n./);
});

it('writes nothing in a dry run', async () => {
  const before = readdirSync(folder);
  const out = join(folder, 'not-written');
  const weights = join(folder, 'weights.pt');
  const { code, output } = await convert(weights, ...net, '--out', out, '--dry-run');
  expect(code).toBe(0);
  expect(output).toMatch(/Nothing written: a dry run\.\n$/);
  expect(readdirSync(folder)).toEqual(before);
});

it('prints its help', async () => {
  const { code, output } = await convert('--help');
  expect(code).toBe(0);
  expect(output).toContain('Usage: npm run convert --');
  expect(output).toContain('Examples:\n  npm run convert -- weights.pt --preset convBn');
  expect(Math.max(...output.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

it.each<[string[], string]>([
  [[], "Missing required argument 'input'. See --help"],
  [['weights.pt', '--out', 'x'], 'PyTorch weights need --preset and --image-size. See --help'],
  [['weights.pt', ...net], '--out is missing. See --help'],
  [['model.json', '--out', 'x'], 'A saved model can be converted with --to onnx only. See --help'],
  [['a.pt', '--image-size', '5x5'], 'It must be HEIGHTxWIDTHxCHANNELS. See --help'],
  [['a.pt', '--output-size', '5x0'], 'It must be HEIGHTxWIDTH. See --help'],
  [['a.pt', '--fill-value', '1,,2'], 'It must be numbers. See --help'],
  [
    ['model.json', '--to', 'onnx', '--out', 'x', '--padding', 'border'],
    '--padding is for PyTorch weights; a saved model has its own. See --help',
  ],
  [['WEIGHTS', ...net, '--eps', 'x', '--dry-run'], 'It must be a number from 0 to 1. See --help'],
  [['a.pt', '--config', '[]'], 'It must be a JSON object. See --help'],
  [['a.pt', '--preset', 'vgg'], 'Allowed choices are fcn, cnn, convBn. See --help'],
  [['none.pt', ...net, '--dry-run'], "ENOENT: no such file or directory, open 'none.pt'"],
  [
    ['WEIGHTS', ...net.slice(0, 2), '--image-size', '32x32x3', '--dry-run'],
    'loadPyTorchWeights: a module of the file must have',
  ],
  [['WEIGHTS', ...net, '--transform', 'affin', '--dry-run'], "'affin'"],
  [['WEIGHTS', ...net, '--map', 'NOT', '--dry-run'], 'not.json must be JSON: '],
  [['NOT', '--to', 'onnx', '--out', 'x'], "not.json' must be JSON ("],
  [['gone.json', '--to', 'onnx', '--out', 'x'], 'path must be a model.json or a folder with one'],
])('ends with one line for %j', async (args, message) => {
  const paths: Record<string, string> = {
    WEIGHTS: join(folder, 'weights.pt'),
    NOT: join(folder, 'not.json'),
  };
  const { code, errors } = await convert(...args.map((arg) => paths[arg] ?? arg));
  expect(code).toBe(1);
  expect(errors).toContain(message);
  expect(errors.trim().split('\n')).toHaveLength(1);
});
