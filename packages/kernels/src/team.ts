export { threadStart, threadWords } from './team/control-words.js';
export type { KernelThread } from './team/kernel-thread.js';
export { teamPolicy, type TeamPolicy } from './team/team-policy.js';
export { threadMain, type ThreadSettings } from './team/thread-main.js';
export { startPool, type PoolRun, type WorkerPool } from './team/worker-pool.js';
export { planBytes } from './team/write-plan.js';
