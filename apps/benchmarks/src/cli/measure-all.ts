import { availableParallelism, loadavg } from 'node:os';

import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { measureBundles } from '../bundles/measure-bundles.js';
import type { BenchmarkCase } from '../cases/benchmark-case.js';
import { selectCases } from '../cases/select-cases.js';
import type { Contestant } from '../contestants/contestant.js';
import { nodeContestants } from '../contestants/node-contestants.js';
import { chromiumContestants } from '../node/chromium-contestants.js';
import { findChromium } from '../node/find-chromium.js';
import { loadPlugins } from '../plugins/load-plugins.js';
import { pluginContestants } from '../plugins/plugin-contestants.js';
import { poseSampling } from '../problems/pose-sampling.js';
import { describeMachine } from '../results/describe-machine.js';
import type { BenchmarkResults, CaseResult, TargetResult } from '../results/results.js';
import { runSettings } from '../results/run-settings.js';
import { softwareVersions } from '../results/software-versions.js';
import type { Target } from '../targets/target.js';
import { runTarget } from '../targets/run-target.js';
import { selectTargets } from '../targets/select-targets.js';
import { targets } from '../targets/targets.js';
import { runCase } from '../timing/run-case.js';
import type { Options } from './options.js';
import { progress } from './progress.js';
import type { RunContext } from './run.js';

/**
 * Measures what the options ask for; everything in one run.
 *
 * @throws UserError for a selection of nothing, or a plugin that can't be used
 */
export async function measureAll(options: Options, context: RunContext): Promise<BenchmarkResults> {
  const start = performance.now();
  const loadBefore = loadavg()[0] ?? NaN;
  const { quick, seed } = options;
  const plugins = await loadPlugins(options.plugin);
  const cases = selectCases({
    quick,
    plugins: plugins.map(({ name }) => name),
    ...(options.op && { operations: options.op }),
    ...(options.shape && { shapes: options.shape }),
  });
  const contestants = contestantsFor(options, plugins);
  const settings = runSettings(quick, seed);
  try {
    const decided = selectTargets(targets(availableParallelism()), cases, options);
    const measured = await measure(cases, decided, contestants, settings, context);
    const browser = options.browser ? (options.chromium ?? findChromium()) : undefined;
    const software = await softwareVersions(options.python, browser);
    return {
      version: 1,
      created: new Date().toISOString(),
      seconds: Math.round((performance.now() - start) / 1000),
      settings,
      machine: describeMachine(loadBefore),
      software,
      ...measured,
      // They are the same in every run, and take their time.
      bundles: quick || context.signal.aborted ? [] : await measureBundles(),
    };
  } finally {
    for (const { close } of contestants) await close?.();
  }
}

function contestantsFor(
  { backend, browser, chromium, python, seed }: Options,
  plugins: Awaited<ReturnType<typeof loadPlugins>>,
): Contestant[] {
  const pose = poseSampling(seed);
  const cores = availableParallelism();
  const all = [
    ...nodeContestants({ pose, seed, cores, ...(python !== undefined && { python }) }),
    ...(browser ? chromiumContestants({ seed, cores, ...(chromium && { chromium }) }) : []),
    ...pluginContestants(plugins, seed, cores),
  ];
  // Peers outside of tfjs stay: without them there is nothing to compare with.
  return all.filter((each) => each.backend === '' || (backend?.includes(each.backend) ?? true));
}

type Measured = Pick<BenchmarkResults, 'cases' | 'targets'>;

async function measure(
  cases: readonly BenchmarkCase[],
  decided: readonly Target[],
  contestants: readonly Contestant[],
  settings: BenchmarkResults['settings'],
  { console, signal }: RunContext,
): Promise<Measured> {
  const { seed, rounds, duelRounds, budget, sampleTime } = settings;
  const show = progress(console, cases.length + decided.length);
  const options = { rounds, budget, sampleTime, seed, signal };
  const results: CaseResult[] = [];
  const verdicts: TargetResult[] = [];
  for (const benchmarkCase of cases) {
    if (signal.aborted) break;
    const events = show.beginCase(benchmarkCase);
    results.push(await runCase(benchmarkCase, contestants, options, events));
  }
  for (const target of decided) {
    if (signal.aborted) break;
    show.beginTarget(target);
    const duel = { ...options, rounds: duelRounds, budget: budget * 4 };
    verdicts.push(await runTarget(target, contestants, duel));
  }
  show.end();
  return { cases: results, targets: verdicts };
}
