export { antialiased, type AntialiasedOptions, type SamplerPart } from './antialiased.js';
export { lanczos, type LanczosConfig } from './lanczos.js';
export { multiSample } from './multi-sample.js';
export type { MultiSampleConfig } from './pattern.js';
