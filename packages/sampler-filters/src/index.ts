export { antialiased, type AntialiasedOptions, type SamplerPart } from './antialiased.js';
export { lanczos, type LanczosConfig } from './lanczos.js';
export { multiSample, type MultiSampleConfig } from './multi-sample.js';
