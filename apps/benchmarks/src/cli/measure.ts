import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { availableParallelism, loadavg } from 'node:os';

import type { Console } from '@tfjs-stn-apps/app-tools/console';

import { backendNames, caseName, type BenchmarkCase } from '../cases/cases.js';
import { selectCases } from '../cases/standard-cases.js';
import { selectTargets, targetName, targets } from '../cases/targets.js';
import { withTimeLimit, type Contestant } from '../contestants/contestant.js';
import { nodeContestants } from '../contestants/node-contestants.js';
import { loadPlugins, pluginOperations } from '../contestants/plugins.js';
import { useBackend } from '../contestants/tfjs-host.js';
import { findPython, type FoundPython } from '../peers/torch.js';
import { samplingProblems } from '../problems/sampling-problem.js';
import { browserContestants } from '../remote/browser-contestants.js';
import { describeMachine, softwareVersions } from '../results/machine.js';
import { timingSettings, type BenchmarkResults } from '../results/results.js';
import { runAll, type Observer, type Plan } from '../timing/run-all.js';
import type { Options } from './options.js';

/** What a run needs from the process around it. */
export interface RunContext {
  readonly console: Console;
  /** Stops the run; what has been measured by then is reported. */
  readonly signal: AbortSignal;
}

/**
 * Measures what the options ask for.
 *
 * @param save takes the results so far, after every target and case
 * @throws UserError for an empty selection, an unusable plugin, or a Python that was named and does
 *   not run
 */
export async function measureAll(
  options: Options,
  { console, signal }: RunContext,
  save: (results: BenchmarkResults) => Promise<void>,
): Promise<BenchmarkResults> {
  const python = findPython(options.python);
  const { backend, browser, equalThreads } = options;
  const backends = (backend ?? backendNames).filter(
    (name) => browser || !name.includes('chromium'),
  );
  try {
    const plan = await makePlan(options, python);
    const load = loadavg()[0] ?? NaN;
    const settings = {
      ...timingSettings(options),
      ...(backends.length < backendNames.length && { backends }),
      ...(equalThreads && { equalThreads }),
    };
    const software = await softwareVersions(python, browser);
    const about = { settings, machine: describeMachine(load), software };
    await useBackend('cpu');
    const line = progressLine(console);
    const onResults = (results: BenchmarkResults) =>
      save({ ...results, machine: describeMachine(load) });
    try {
      const results = await runAll(plan, about, { ...line, signal, onResults });
      return { ...results, machine: describeMachine(load) };
    } finally {
      line.end();
      for (const { close } of plan.contestants) await close?.();
    }
  } finally {
    await python.close();
  }
}

/** One line that changes on a terminal; elsewhere a line for every step. */
function progressLine({
  errors,
  interactive,
  columns,
}: Console): Pick<Observer, 'onStep' | 'onDetail'> & { end(): void } {
  let current = '';
  const show = (text: string): void => {
    const short = text.length > columns - 1 ? `${text.slice(0, columns - 2)}…` : text;
    errors.write(interactive ? `\r\u001b[2K${short}` : `${text}\n`);
  };
  return {
    onStep(name, done, all, left = NaN) {
      const minutes = Math.round(left / 60_000);
      const rest = minutes < 1 ? 'less than a minute left' : `about ${minutes} min left`;
      show((current = `[${done + 1}/${all}${Number.isNaN(left) ? '' : `, ${rest}`}] ${name}`));
    },
    onDetail: (what) => void (interactive && show(`${current}: ${what}`)),
    end: () => void (interactive && errors.write('\r\u001b[2K')),
  };
}

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
