import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { env, setBackend } from '@tensorflow/tfjs-core';
import testUrl from '@tfjs-stn-apps/demo/src/assets/digits-test.bin?url';
import trainingUrl from '@tfjs-stn-apps/demo/src/assets/digits-training.bin?url';
import { unpackDigits } from '@tfjs-stn-apps/digit-training/digits';
import { registerWasmKernels, registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';

import type { ExampleHost } from '../example-host.js';
import { loadPackage } from '../packages.js';
import { chosenBackend, type BackendName } from './backend-choice.js';

/** The backend that runs; tfjs has one for all examples. */
let started: BackendName | undefined;

/** What examples get in a browser, the same for all of them. */
export const browserHost: Pick<ExampleHost, 'start' | 'load' | 'picture' | 'digits'> = {
  start: async () => {
    const name = chosenBackend();
    if (name === started) return;
    started = undefined;
    await starters[name]();
    started = name;
  },
  load: loadPackage,
  picture: async (name) => {
    const response = await answerOf(`${siteBase()}pictures/${name}.png`);
    const options = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' } as const;
    const bitmap = await createImageBitmap(await response.blob(), options);
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
    if (!context) throw new Error('This browser has no canvas for pictures.');
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, bitmap.width, bitmap.height);
  },
  digits: async (set) => {
    const response = await answerOf(set === 'training' ? trainingUrl : testUrl);
    const plain = response.body?.pipeThrough(new DecompressionStream('gzip'));
    return unpackDigits(new Uint8Array(await new Response(plain).arrayBuffer()));
  },
};

/** Starts each backend with our kernels; what it takes is loaded then. */
const starters: Readonly<Record<BackendName, () => Promise<unknown>>> = {
  // Plain JavaScript where it does not run.
  wasm: () =>
    startWasm().catch(async () => {
      await import('@tensorflow/tfjs-backend-cpu');
      await setBackend('cpu');
    }),
  webgl: async () => {
    await import('@tensorflow/tfjs-backend-webgl');
    // Slow, but the reader asked for it.
    env().set('SOFTWARE_WEBGL_ENABLED', true);
    await mustSetBackend('webgl');
    (await import('@tfjs-stn/backend-webgl')).registerWebGLKernels();
  },
  webgpu: async () => {
    await import('@tensorflow/tfjs-backend-webgpu');
    await mustSetBackend('webgpu');
    (await import('@tfjs-stn/backend-webgpu')).registerWebGPUKernels();
  },
};

/** @throws Error if the backend does not start in this browser */
async function mustSetBackend(name: BackendName): Promise<void> {
  if (await setBackend(name)) return;
  throw new Error(`The backend ${name} does not start here. Choose another.`);
}

async function startWasm(): Promise<void> {
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const path = new URL(wasmUrl, location.href).href;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': path,
    'tfjs-backend-wasm-simd.wasm': path,
    'tfjs-backend-wasm-threaded-simd.wasm': path,
  });
  await mustSetBackend('wasm');
  await registerWasmKernels();
  await registerWasmTrainingKernels();
}

/** Where the site lies on its server: scripts/relative-base.mjs says so in every page. */
function siteBase(): string {
  return (globalThis as { readonly stnBase?: string }).stnBase ?? '/';
}

async function answerOf(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} did not load (${response.status}).`);
  return response;
}
