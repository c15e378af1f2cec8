import type { Address } from '../abi.js';
import type { KernelPlan, KernelTask, Workspace } from '../tfjs/kernel-runner.js';
import type { KernelTeam } from './kernel-team.js';
import type { TeamPolicy } from './team-policy.js';
import { planBytes } from './write-plan.js';

/** A task whose memory is there. */
export interface TaskRun {
  readonly task: KernelTask;
  /** For how many threads it is planned, as the policy said. */
  readonly threads: number;
  readonly plan: KernelPlan;
  readonly workspace: Workspace;
  /** Takes more memory, 4-byte aligned, which the caller gives back. */
  take(bytes: number): Address;
}

/** Runs a task on a team, and tells the policy how long that took. */
export function runTask(
  team: Pick<KernelTeam, 'runSlices'>,
  policy: TeamPolicy,
  { task, threads, plan, workspace, take }: TaskRun,
): void {
  const start = performance.now();
  const slices = plan.encode(workspace);
  const planAddress = threads > 1 ? take(planBytes(slices)) : 0;
  const isComplete = team.runSlices({ name: task.name, slices, threads, planAddress });
  plan.finish?.(workspace);
  if (isComplete) policy.learn(task, threads, performance.now() - start);
}
