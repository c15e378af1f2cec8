import type { kernelNames, samplingCall } from './abi.generated.js';
import type { CallValues } from './write-call.js';

/** A place in the kernels' memory, in bytes. */
export type Address = number;

/** Everything that `sample_f32` reads; assembly/call.ts documents each word. */
export type SamplingCall = CallValues<typeof samplingCall>;

/** The kernels of the binary. */
export type KernelName = (typeof kernelNames)[number];

/** Every kernel takes the address of a call, see assembly/call.ts. */
export type KernelExports = { readonly [Name in KernelName]: (call: Address) => void };
