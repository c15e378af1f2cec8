import type { KernelExports } from '../abi.js';
import type { KernelPlan, KernelSlice, Workspace } from './kernel-runner.js';

/** Runs a plan for one thread on this one. */
export function runPlan(kernels: KernelExports, plan: KernelPlan, workspace: Workspace): void {
  for (const slice of plan.encode(workspace)) runSlice(kernels, slice);
  plan.finish?.(workspace);
}

/** Makes the calls of a slice on this thread. */
export function runSlice(kernels: KernelExports, slice: KernelSlice): void {
  for (const { kernel, address } of slice) kernels[kernel](address);
}
