/** Something a backend needs, and whether this browser has it. */
export interface Capability {
  readonly name: string;
  readonly has: boolean;
  /** What it is good for, or why it is missing and what to do. */
  readonly note: string;
}

/** A GPU as browsers hand it out. */
interface Gpu {
  requestAdapter(): Promise<{ readonly info?: Readonly<Record<string, string>> } | null>;
}

/** What this browser has and lacks, and why. */
export async function capabilities(): Promise<Capability[]> {
  const problem = await webgpuProblem();
  const webgl = webglContext() !== null;
  return [
    {
      name: 'Cross-origin isolation',
      has: crossOriginIsolated,
      note: crossOriginIsolated
        ? 'WebAssembly runs on several threads, and the clock is precise.'
        : 'WebAssembly runs on one thread: this page came without the headers COOP and COEP, or from an insecure address. `npm run bench -- --page` sends them; open it as localhost.',
    },
    {
      name: 'WebGPU',
      has: problem === undefined,
      note:
        problem ?? `The webgpu backend runs, on ${(await webgpuAdapter()) ?? 'an unnamed GPU'}.`,
    },
    {
      name: 'WebGL 2',
      has: webgl,
      note: webgl
        ? `The webgl backend runs, on ${webglRenderer() ?? 'an unnamed GPU'}.`
        : 'This browser has no WebGL 2, or its GPU is blocked.',
    },
  ];
}

function webgpu(): Gpu | undefined {
  return (navigator as Navigator & { readonly gpu?: Gpu }).gpu;
}

function webglContext(): WebGL2RenderingContext | null {
  return document.createElement('canvas').getContext('webgl2');
}

/** Why the webgpu backend can't run, or undefined. */
export async function webgpuProblem(): Promise<string | undefined> {
  if (!isSecureContext) return 'WebGPU needs a secure address: https, or localhost';
  const gpu = webgpu();
  if (gpu === undefined) {
    return 'this browser has no WebGPU; recent Chromium, Safari and Firefox do';
  }
  const adapter = await gpu.requestAdapter().catch(() => null);
  return adapter === null ? 'WebGPU finds no GPU that it may use on this machine' : undefined;
}

/** What WebGL runs on, in its own words: `ANGLE (Intel, …)`. */
export function webglRenderer(): string | undefined {
  const context = webglContext();
  const extension = context?.getExtension('WEBGL_debug_renderer_info');
  return context && extension
    ? String(context.getParameter(extension.UNMASKED_RENDERER_WEBGL))
    : undefined;
}

/** What WebGPU runs on, in its own words: `google swiftshader`. */
export async function webgpuAdapter(): Promise<string | undefined> {
  const adapter = await webgpu()
    ?.requestAdapter()
    .catch(() => null);
  const { vendor, architecture, description } = adapter?.info ?? {};
  return [vendor, architecture, description].filter(Boolean).join(' ') || undefined;
}

/** Whether that is a program which stands in for a GPU. */
export function isSoftware(name: string | undefined): boolean {
  return /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(name ?? '');
}

/** What a reader of figures must know: whether there was a GPU at all. */
export function graphicsNote(name: string | undefined): string {
  if (name === undefined) return 'graphics that the browser does not name';
  return isSoftware(name) ? `software, no GPU: ${name}` : name;
}
