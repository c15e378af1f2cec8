// What TypeScript has to know of the kernels: the build compiles this file, together with the offsets
// of the calls' words in call.ts, and writes what it exports to src/abi.generated.ts.
export { Arithmetic, Field, Padding, Sampler, Task } from './options';
export { NARROW } from './sample';
export { SCRATCH_BYTES } from './samplers/row-kernels';
export { TILE } from './scratch';
export { PANEL_TAPS } from './training/pack-filter';
export { PIXEL_BLOCK_BYTES } from './training/pixel-block';
