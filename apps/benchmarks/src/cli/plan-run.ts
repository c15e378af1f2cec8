import { availableParallelism } from 'node:os';

import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { selectCases } from '../cases/select-cases.js';
import type { Contestant } from '../contestants/contestant.js';
import { impatient } from '../contestants/impatient.js';
import { nodeContestants } from '../contestants/node-contestants.js';
import { chromiumContestants } from '../node/chromium-contestants.js';
import type { FoundPython } from '../peers/find-python.js';
import { loadPlugins } from '../plugins/load-plugins.js';
import { pluginContestants } from '../plugins/plugin-contestants.js';
import { poseSampling } from '../problems/pose-sampling.js';
import type { Target } from '../targets/target.js';
import { selectTargets } from '../targets/select-targets.js';
import { targets } from '../targets/targets.js';
import type { Options } from './options.js';

/** Milliseconds of a call beyond which a contestant would take minutes of a case for itself. */
const patience = { sampling: 700, other: 5000 };

/** Everything that a run is going to do, and with whom. */
export interface RunPlan {
  readonly cases: readonly BenchmarkCase[];
  readonly targets: readonly Target[];
  readonly contestants: readonly Contestant[];
}

/**
 * Decides what the options ask for; nothing is measured yet.
 *
 * @throws UserError for a selection of nothing, or a plugin that can't be used
 */
export async function planRun(options: Options, python: FoundPython): Promise<RunPlan> {
  const { quick, seed, backend, browser, chromium, op, shape } = options;
  const plugins = await loadPlugins(options.plugin);
  const cases = selectCases({
    quick,
    plugins: plugins.map(({ name }) => name),
    ...(op && { operations: op }),
    ...(shape && { shapes: shape }),
  });
  const pose = poseSampling(seed);
  const cores = availableParallelism();
  const all = [
    ...nodeContestants({ pose, seed, cores, python }),
    ...(browser ? chromiumContestants({ seed, cores, ...(chromium && { chromium }) }) : []),
    ...pluginContestants(plugins, seed, cores),
  ];
  // Peers outside of tfjs stay: without them there is nothing to compare with.
  const wanted = (each: Contestant): boolean =>
    each.backend === '' || (backend?.includes(each.backend) ?? true);
  return {
    cases,
    targets: selectTargets(targets(cores), cases, options),
    contestants: all.filter(wanted).map((each) => impatient(each, patience)),
  };
}
