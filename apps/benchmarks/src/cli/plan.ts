import { availableParallelism } from 'node:os';

import { caseName, type BenchmarkCase } from '../cases/cases.js';
import { selectCases } from '../cases/select-cases.js';
import { selectTargets, targetName, targets } from '../cases/targets.js';
import { withTimeLimit, type Contestant } from '../contestants/contestant.js';
import { nodeContestants } from '../contestants/node-contestants.js';
import { loadPlugins, pluginOperations } from '../contestants/plugins.js';
import type { FoundPython } from '../peers/torch.js';
import { samplingProblems } from '../problems/sampling-problem.js';
import { browserContestants } from '../remote/browser-contestants.js';
import type { Plan } from '../timing/run-all.js';
import type { Options } from './options.js';

/** Milliseconds of a call above which a contestant alone would take minutes of a case. */
const timeLimits = { sampling: 700, other: 5000 };

/** Decides what the options ask for. Throws UserError for an empty selection, or an unusable plugin. */
export async function makePlan(options: Options, python: FoundPython): Promise<Plan> {
  const { quick, extra, seed, backend, browser, op, shape, equalThreads } = options;
  const plugins = await loadPlugins(options.plugin);
  const names = plugins.map(({ name }) => name);
  const cases = selectCases({ quick, extra, plugins: names, operations: op, shapes: shape });
  const problems = samplingProblems(seed, pluginOperations(plugins));
  const cores = availableParallelism();
  const given = { problems, seed, cores };
  const all = [
    ...nodeContestants({ ...given, python, plugins, equalThreads }),
    ...(browser ? browserContestants(given) : []),
  ];
  // Peers outside of tfjs stay: without them there is nothing to compare with.
  const isWanted = (each: Contestant): boolean =>
    each.backend === '' || (backend?.includes(each.backend) ?? true);
  return {
    cases,
    targets: selectTargets(targets(cores), cases, options),
    contestants: all.filter(isWanted).map((each) => withTimeLimit(each, timeLimits)),
  };
}

/** The plan in lines. */
export function planText({ cases, targets: all, contestants }: Plan): string {
  const competing = (each: BenchmarkCase): string[] =>
    contestants.filter((own) => own.competes(each)).map(({ name }) => `    ${name}`);
  return [
    ...all.map((target) => `target ${targetName(target)}, at most ${target.limit}`),
    ...cases.flatMap((each) => [caseName(each), ...competing(each)]),
  ].join('\n');
}
