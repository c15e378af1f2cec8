import type { BenchmarkResults } from '../results/results.js';

/** Where and when a run was made, in a sentence; a machine that was busy is called so. */
export function machineLine({ machine, software, created, settings }: BenchmarkResults): string {
  const { cpu, cores, system, loadAverage } = machine;
  const load = loadAverage ? Math.max(...loadAverage) : 0;
  const busy = load > cores + 1 ? `, busy with other work (load ${load.toFixed(1)})` : '';
  const node = software['node'] === undefined ? '' : `Node ${software['node']}, `;
  const kind = settings.quick ? 'a quick run' : 'a run';
  return `${node}${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${system}${busy}; ${kind} of ${created.slice(0, 10)}`;
}
