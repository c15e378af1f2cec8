import type { KernelExports } from '../kernel-exports.js';
import type { KernelJob, Workspace } from './kernel-memory.js';
import { runPart } from './run-part.js';

/** Runs the whole of a job on this thread. Its scratch must be what it takes for one thread. */
export function runJob(kernels: KernelExports, job: KernelJob, workspace: Workspace): void {
  for (const part of job.plan(workspace, 1)) runPart(kernels, workspace.buffer, part);
  job.finish?.(workspace);
}
