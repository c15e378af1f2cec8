export { checkThreads, mostThreads } from './team/check-threads.js';
export { ownWords } from './team/control-words.js';
export { kernelTeam, type KernelTeam } from './team/kernel-team.js';
export type { KernelThread } from './team/kernel-thread.js';
export { runTask, type TaskRun } from './team/run-task.js';
export { teamPolicy, type TeamPolicy } from './team/team-policy.js';
export { threadMain, type ThreadSettings } from './team/thread-main.js';
export { startPool, type PoolRun, type PoolSettings, type WorkerPool } from './team/worker-pool.js';
