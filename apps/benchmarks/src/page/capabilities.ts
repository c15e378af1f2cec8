/** What this browser has and lacks, why, and what to do, a line each. */
export async function capabilities(): Promise<string[]> {
  const isolation = crossOriginIsolated
    ? 'yes. WebAssembly runs on several threads, and the clock is precise.'
    : 'no. WebAssembly runs on one thread: this page came without the headers COOP and COEP, or from an insecure address. `npm run bench -- --page` sends them; open it as localhost.';
  return [
    `Cross-origin isolation: ${isolation}`,
    graphics('WebGPU', await findWebgpu()),
    graphics('WebGL 2', findWebgl()),
  ];
}

function graphics(name: string, { renderer, problem }: Graphics): string {
  if (problem !== undefined) return `${name}: no. ${problem}`;
  const backend = name.toLowerCase().replace(' 2', '');
  return `${name}: yes. The ${backend} backend runs, on ${renderer ?? 'an unnamed GPU'}.`;
}

/** What an interface to the GPU runs on, in its own words; or why it can't be used. */
export interface Graphics {
  readonly renderer?: string | undefined;
  readonly problem?: string;
}

/** WebGL 2, which names for example `ANGLE (Intel, …)`. */
export function findWebgl(): Graphics {
  const context = document.createElement('canvas').getContext('webgl2');
  if (!context) return { problem: 'This browser has no WebGL 2, or its GPU is blocked.' };
  const extension = context.getExtension('WEBGL_debug_renderer_info');
  if (!extension) return {};
  return { renderer: String(context.getParameter(extension.UNMASKED_RENDERER_WEBGL)) };
}

/** WebGPU, which names for example `google swiftshader`. */
export async function findWebgpu(): Promise<Graphics> {
  if (!isSecureContext) return { problem: 'WebGPU needs a secure address: https, or localhost' };
  // Not every browser has it, whatever its type says.
  const gpu: GPU | undefined = navigator.gpu;
  if (gpu === undefined) {
    return { problem: 'this browser has no WebGPU; recent Chromium, Safari and Firefox do' };
  }
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (adapter === null) return { problem: 'WebGPU finds no GPU that it may use on this machine' };
  const { vendor, architecture, description } = adapter.info;
  return { renderer: [vendor, architecture, description].filter(Boolean).join(' ') || undefined };
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
