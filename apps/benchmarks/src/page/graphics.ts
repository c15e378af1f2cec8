/** What of a WebGPU adapter is used. */
interface Adapter {
  readonly info?: {
    readonly vendor?: string;
    readonly architecture?: string;
    readonly description?: string;
  };
}

/** A GPU as browsers hand it out. */
export interface Gpu {
  requestAdapter(): Promise<Adapter | null>;
}

/** What WebGL runs on, by its own words: `ANGLE (Intel, …)`. */
export function webglRenderer(): string | undefined {
  const context = document.createElement('canvas').getContext('webgl2');
  const extension = context?.getExtension('WEBGL_debug_renderer_info');
  if (!context || !extension) return undefined;
  return String(context.getParameter(extension.UNMASKED_RENDERER_WEBGL));
}

/** What WebGPU runs on, by its own words: `google swiftshader`. */
export async function webgpuAdapter(): Promise<string | undefined> {
  const { gpu } = navigator as Navigator & { readonly gpu?: Gpu };
  const adapter = await gpu?.requestAdapter().catch(() => null);
  const { vendor = '', architecture = '', description = '' } = adapter?.info ?? {};
  const words = [vendor, architecture, description].filter((word) => word !== '').join(' ');
  return words === '' ? undefined : words;
}

/** Whether that is no GPU but a program that stands in for one. */
export function isSoftware(name: string | undefined): boolean {
  return /swiftshader|llvmpipe|lavapipe|software|basic render/i.test(name ?? '');
}

/** What figures are to be read with: whether there was a GPU at all. */
export function graphicsNote(name: string | undefined): string | undefined {
  if (name === undefined) return 'graphics that the browser does not name';
  return isSoftware(name) ? `software, no GPU: ${name}` : name;
}
