import '@tensorflow/tfjs-backend-cpu';

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';

import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { expectClose } from '@tfjs-stn/testing';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, expect, it } from 'vitest';

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
  const second = await convert(join(model, 'model.json'), '--to', 'onnx', '--out', onnx);
  expect(second).toEqual({ code: 0, output: `Wrote ${onnx}\n`, errors: '' });
  await expectOutputOfPyTorch(onnx);
});

it('converts a checkpoint to ONNX at once', async () => {
  const onnx = join(folder, 'direct.onnx');
  const to = ['--to', 'onnx', '--opset', '20', '--out', onnx];
  expect(await convert(join(folder, 'weights.pt'), ...net, ...to)).toMatchObject({ code: 0 });
  await expectOutputOfPyTorch(onnx);
});

it('writes nothing in a dry run', async () => {
  const before = readdirSync(folder);
  const { code, output } = await convert(join(folder, 'weights.pt'), ...net, '--dry-run');
  expect(code).toBe(0);
  expect(output).toMatch(/Nothing written: a dry run\.\n$/);
  expect(readdirSync(folder)).toEqual(before);
});

it('prints its help', async () => {
  const { code, output } = await convert('--help');
  expect(code).toBe(0);
  expect(output).toContain('Usage: npm run convert --');
});

it.each<[string[], string]>([
  [[], "Missing required argument 'input'. See --help"],
  [['weights.pt', '--out', 'x'], 'PyTorch weights need --preset and --image-size. See --help'],
  [['weights.pt', ...net], '--out is missing. See --help'],
  [['model.json', '--out', 'x'], 'A model.json can be converted with --to onnx only. See --help'],
  [['a.pt', '--image-size', '5x5'], 'It must be HEIGHTxWIDTHxCHANNELS. See --help'],
  [['a.pt', '--config', '[]'], 'It must be a JSON object. See --help'],
  [['a.pt', '--preset', 'vgg'], 'Allowed choices are fcn, cnn, convBn. See --help'],
  [['none.pt', ...net, '--dry-run'], "ENOENT: no such file or directory, open 'none.pt'"],
  [
    ['WEIGHTS', ...net.slice(0, 2), '--image-size', '32x32x3', '--dry-run'],
    'loadPyTorchWeights: a module of the file must have',
  ],
  [['WEIGHTS', ...net, '--transform', 'affin', '--dry-run'], "'affin'"],
  [['WEIGHTS', ...net, '--map', 'NOT', '--dry-run'], 'not.json must be JSON: '],
  [['NOT', '--to', 'onnx', '--out', 'x'], 'not.json must be JSON: '],
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
