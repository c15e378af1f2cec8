import type { BenchmarkCase } from '../cases/benchmark-case.js';
import type { Contestant } from '../contestants/contestant.js';
import { localContestant } from '../contestants/local-contestant.js';
import { nodeHosts } from '../hosts/node-hosts.js';
import { threadsName } from '../hosts/thread-counts.js';
import type { Plugin } from './load-plugins.js';
import { pluginEntry } from './plugin-entry.js';

/** A user's own transforms and samplers on every backend that Node has. */
export function pluginContestants(
  plugins: readonly Plugin[],
  seed: number,
  cores: number,
): Contestant[] {
  const find = ({ operation }: BenchmarkCase): Plugin | undefined =>
    plugins.find(({ name }) => name === operation);
  const competes = (benchmarkCase: BenchmarkCase): boolean => find(benchmarkCase) !== undefined;
  if (plugins.length === 0) return [];
  return nodeHosts(cores).map((host) =>
    localContestant(
      {
        name: `plugin on ${host.name}${host.namesThreads ? `, ${threadsName(host.threads ?? 1)}` : ''}`,
        role: 'ours',
        backend: host.name,
        ...(host.threads !== undefined && { threads: host.threads }),
      },
      {
        activate: () => host.activate(),
        competes,
        enter(benchmarkCase) {
          const plugin = find(benchmarkCase);
          if (plugin === undefined) throw new RangeError('no such plugin');
          return pluginEntry(host, benchmarkCase, plugin, seed);
        },
      },
    ),
  );
}
