import { availableParallelism, cpus, loadavg, release, totalmem, type } from 'node:os';

import type { Machine } from './results.js';

/** The machine that this process runs on; its name is nobody's business. */
export function describeMachine(loadBefore: number): Machine {
  const round = (load: number): number => Math.round(load * 100) / 100;
  return {
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    system: `${type()} ${release()}`,
    loadAverage: [round(loadBefore), round(loadavg()[0] ?? NaN)],
  };
}
