import '@tensorflow/tfjs-backend-cpu';

import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';

import { findChromium, launchChromium } from '@tfjs-stn-apps/app-tools/chromium';
import { serveFolder } from '@tfjs-stn-apps/app-tools/serve-folder';
import { expectClose } from '@tfjs-stn/testing';
import { loadGoldens } from '@tfjs-stn/testing/goldens';
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

const chromium = findChromium();
// With TFJS_STN_REQUIRE_BROWSER=1 they fail instead.
const isSkipped = chromium === undefined && process.env['TFJS_STN_REQUIRE_BROWSER'] !== '1';

/** Runs each file and logs its output, or why there is none; nothing may fall back to the CPU. */
const page = `<script type="module">
  import { env, InferenceSession, Tensor } from './ort/ort.webgpu.min.mjs';
  env.wasm.numThreads = 1;
  const { data, shape } = await (await fetch('image.json')).json();
  const results = [];
  for (const file of ['16.onnx', '20.onnx']) {
    try {
      const session = await InferenceSession.create(file, {
        executionProviders: ['webgpu'],
        extra: { session: { disable_cpu_ep_fallback: '1' } },
      });
      const image = new Tensor('float32', Float32Array.from(data), shape);
      const outputs = await session.run({ [session.inputNames[0]]: image });
      results.push([...(await outputs[session.outputNames[0]].getData())]);
    } catch (error) {
      results.push(String(error));
    }
  }
  console.info(JSON.stringify(results));
</script>`;

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tfjs-stn-webgpu-'));
  const require = createRequire(import.meta.url);
  const ort = dirname(require.resolve('onnxruntime-web'));
  symlinkSync(ort, join(folder, 'ort'));
  writeFileSync(join(folder, 'weights.pt'), Buffer.from(given.checkpoint, 'base64'));
  const { shape, data } = given.image;
  writeFileSync(join(folder, 'image.json'), JSON.stringify({ shape, data: [...data] }));
  writeFileSync(join(folder, 'index.html'), page);
});
afterAll(() => rmSync(folder, { recursive: true }));

it.skipIf(isSkipped)(
  'opset 16 runs on the WebGPU backend of ONNX Runtime and nowhere else, as in PyTorch; 20 does not',
  async () => {
    const config = '{"filters":[8,16,32,64],"reduction":16,"units":12}';
    const net = ['--preset', 'convBn', '--config', config, '--image-size', '32x32x3'];
    for (const opset of ['16', '20']) {
      const to = ['--to', 'onnx', '--opset', opset, '--out', join(folder, `${opset}.onnx`)];
      const quiet = new Writable({ write: (_chunk, _encoding, done) => done() });
      const streams = { output: quiet, errors: quiet, interactive: false, columns: 100 };
      expect(await run([join(folder, 'weights.pt'), ...net, ...to], streams)).toBe(0);
    }
    const [on16, on20] = await resultsOfPage();
    const output = { shape: given.image.shape, data: Float32Array.from(on16 as number[]) };
    expectClose(output, expected.output, { rtol: 0, atol: 1e-4 });
    // GridSample of opset 20 is not there yet; when it is, the guide can say so.
    expect(on20).toContain('assigned to the default CPU EP');
  },
);

async function resultsOfPage(): Promise<readonly unknown[]> {
  const server = await serveFolder(folder);
  const webgpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
  const browser = await launchChromium(chromium as string, webgpu);
  try {
    const tab = await browser.newPage();
    const said = tab.waitForEvent('console', {
      predicate: (message) => message.type() === 'info',
      timeout: 120_000,
    });
    await tab.goto(server.address);
    return JSON.parse((await said).text()) as readonly unknown[];
  } finally {
    await browser.close();
    await server.close();
  }
}
