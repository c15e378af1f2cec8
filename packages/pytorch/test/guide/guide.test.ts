import '@tensorflow/tfjs-backend-cpu';

import { readFileSync } from 'node:fs';

import { setBackend, tensor, type Tensor } from '@tensorflow/tfjs-core';
import { expectClose } from '@tfjs-stn/testing';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
import { beforeAll, describe, expect, it } from 'vitest';

import type { Dense } from '../support/expect-as-in-pytorch.js';
import { decode } from '../support/pytorch-files.js';
import { straightener } from './straightener.js';

const read = (path: string): string =>
  readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');

beforeAll(() => setBackend('cpu'));

describe('the guide to weights from PyTorch', () => {
  const guide = read('docs/guides/from-pytorch.md');

  it('shows the module whose results are the goldens', () => {
    const script = read('tooling/goldens/conv_bn.py');
    const [module = ''] = /^class SpatialTransformer[\s\S]*?\n(?=\n\n)/m.exec(script) ?? [];
    expect(module).toContain('F.grid_sample');
    expect(guide).toContain(module);
  });

  it('shows straightener.ts as it is', () => {
    const path = 'packages/pytorch/test/guide/straightener.ts';
    expect(guide).toContain(`<!-- ${path} -->\n\n\`\`\`ts\n${read(path)}\`\`\`\n`);
  });

  it('gives the picture that PyTorch gives', () => {
    const [given, expected] = loadGoldens('conv-bn') as readonly [
      { readonly checkpoint: string; readonly image: Dense },
      { readonly output: Dense },
    ];
    const config = { filters: [8, 16, 32, 64], reduction: 16, units: 12 };
    const model = straightener(decode(given.checkpoint), 32, config);
    const { shape, data } = given.image;
    const output = model.predict(tensor(data, [...shape])) as Tensor;
    expectClose(output, expected.output, { rtol: 0, atol: 1e-4 });
  });
});
