import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import wasmUrl from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import { env, setBackend } from '@tensorflow/tfjs-core';
import testUrl from '@tfjs-stn-apps/demo/src/assets/digits-test.bin?url';
import trainingUrl from '@tfjs-stn-apps/demo/src/assets/digits-training.bin?url';
import { unpackDigits } from '@tfjs-stn-apps/digit-training/digits';
import { registerWasmKernels, registerWasmTrainingKernels } from '@tfjs-stn/backend-wasm';

import type { ExampleHost } from '../example-host.js';
import { loadPackage } from '../packages.js';

/** What examples get in a browser, the same for all of them. */
export const browserHost: Pick<ExampleHost, 'load' | 'picture' | 'digits'> = {
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

let started: Promise<void> | undefined;

/** Starts the wasm backend with our kernels, or plain JavaScript where it does not run. */
export function startBackend(): Promise<void> {
  started ??= startWasm().catch(async () => {
    await import('@tensorflow/tfjs-backend-cpu');
    await setBackend('cpu');
  });
  return started;
}

async function startWasm(): Promise<void> {
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  const path = new URL(wasmUrl, location.href).href;
  setWasmPaths({
    'tfjs-backend-wasm.wasm': path,
    'tfjs-backend-wasm-simd.wasm': path,
    'tfjs-backend-wasm-threaded-simd.wasm': path,
  });
  if (!(await setBackend('wasm'))) throw new Error('The wasm backend did not start.');
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
