import { webglRenderer, webgpuAdapter, type Gpu } from './graphics.js';

/** Something a backend needs, and whether this browser has it. */
export interface Ability {
  readonly name: string;
  readonly has: boolean;
  /** What it is good for, or why it is missing and what can be done. */
  readonly note: string;
}

/** What this browser has and lacks, and why. */
export async function abilities(): Promise<Ability[]> {
  const webgpu = await webgpuProblem();
  return [
    {
      name: 'Cross-origin isolation',
      has: crossOriginIsolated,
      note: crossOriginIsolated
        ? 'WebAssembly runs on several threads, and the clock is fine.'
        : 'WebAssembly runs on one thread: this page came without the headers COOP and COEP, or from an address that is not secure. `npm run bench -- --page` sends them; open it as localhost.',
    },
    {
      name: 'WebGPU',
      has: webgpu === undefined,
      note:
        webgpu ??
        `The webgpu backend runs, on ${(await webgpuAdapter()) ?? 'what it does not name'}.`,
    },
    {
      name: 'WebGL 2',
      has: hasWebgl(),
      note: hasWebgl()
        ? `The webgl backend runs, on ${webglRenderer() ?? 'what it does not name'}.`
        : 'This browser has no WebGL 2, or its GPU is blocked.',
    },
  ];
}

/** Why the webgpu backend can't run, or undefined. */
export async function webgpuProblem(): Promise<string | undefined> {
  if (!isSecureContext) return 'WebGPU needs a secure address: https, or localhost';
  const { gpu } = navigator as Navigator & { readonly gpu?: Gpu };
  if (gpu === undefined)
    return 'this browser has no WebGPU; recent Chromium, Safari and Firefox do';
  const adapter = await gpu.requestAdapter().catch(() => null);
  return adapter === null ? 'WebGPU finds no GPU that it may use on this machine' : undefined;
}

function hasWebgl(): boolean {
  const canvas = document.createElement('canvas');
  return canvas.getContext('webgl2') !== null;
}
