import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { loadavg } from 'node:os';

import type { Console } from '@tfjs-stn-apps/app-tools/console';

import { caseName } from '../cases/cases.js';
import { targetName } from '../cases/targets.js';
import { useBackend } from '../contestants/tfjs-host.js';
import { findPython } from '../peers/torch.js';
import { describeMachine, softwareVersions } from '../results/machine.js';
import { noResults, timingSettings, type BenchmarkResults } from '../results/results.js';
import { runCase, runTarget } from '../timing/run-case.js';
import type { Options } from './options.js';
import { pace, type Pace } from './pace.js';
import { makePlan, type Plan } from './plan.js';

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
 * @throws UserError for an empty selection, an unusable plugin, or a Python or Chromium that was named
 *   and does not run
 */
export async function measureAll(
  options: Options,
  context: RunContext,
  save: (results: BenchmarkResults) => Promise<void>,
): Promise<BenchmarkResults> {
  const python = findPython(options.python);
  const { backend, equalThreads, malloc } = options;
  try {
    const plan = await makePlan(options, python);
    const start = performance.now();
    const load = loadavg()[0] ?? NaN;
    const processes = { ...(equalThreads && { equalThreads }), ...(malloc && { malloc }) };
    const backends = backend && { backends: [...backend] };
    const settings = { ...timingSettings(options), ...backends, ...processes };
    const software = await softwareVersions(python, options);
    let results = noResults({ settings, machine: describeMachine(load), software });
    await useBackend('cpu');
    try {
      await measureSteps(plan, settings, options.minutes, context, async (more) => {
        const seconds = Math.round((performance.now() - start) / 1000);
        results = { ...results, ...more(results), machine: describeMachine(load), seconds };
        await save(results);
      });
    } finally {
      for (const { close } of plan.contestants) await close?.();
    }
    return { ...results, complete: !context.signal.aborted };
  } finally {
    await python.close();
  }
}

/** What a step adds to the results so far. */
type Addition = (results: BenchmarkResults) => Partial<BenchmarkResults>;

/** Measures targets first, then cases. What is stopped half-way is dropped. */
async function measureSteps(
  { cases, targets, contestants }: Plan,
  settings: BenchmarkResults['settings'],
  minutes: number,
  { console, signal }: RunContext,
  add: (more: Addition) => Promise<void>,
): Promise<void> {
  const steps = targets.length + cases.length;
  const time = pace(steps, minutes * 60_000);
  const line = progressLine(console, steps, time);
  const step = async (
    name: string,
    measure: (budget: number) => Promise<Addition>,
  ): Promise<void> => {
    if (signal.aborted) return;
    line.begin(name);
    const share = time.share();
    const skip: Addition = ({ skipped }) => ({ skipped: [...skipped, name] });
    const more = share === 0 ? skip : await measure(settings.budget * share);
    time.advance();
    if (!signal.aborted) await add(more);
  };
  for (const target of targets) {
    await step(`${targetName(target)}, at most ${target.limit}`, async (budget) => {
      const duel = { ...settings, rounds: settings.duelRounds, budget: 4 * budget, signal };
      const verdict = await runTarget(target, contestants, duel);
      return (results) => ({ targets: [...results.targets, verdict] });
    });
  }
  for (const each of cases) {
    await step(caseName(each), async (budget) => {
      const result = await runCase(each, contestants, { ...settings, budget, signal }, line.detail);
      return (results) => ({ cases: [...results.cases, result] });
    });
  }
  line.end();
}

/** One line that changes on a terminal; elsewhere a line for every step. */
function progressLine({ errors, interactive, columns }: Console, steps: number, time: Pace) {
  let [step, current] = [0, ''];
  const show = (text: string): void => {
    const short = text.length > columns - 1 ? `${text.slice(0, columns - 2)}…` : text;
    errors.write(interactive ? `\r\u001b[2K${short}` : `${text}\n`);
  };
  const left = (): string => {
    const minutes = (time.left() ?? NaN) / 60_000;
    if (Number.isNaN(minutes)) return '';
    return minutes < 1 ? ', less than a minute left' : `, about ${Math.round(minutes)} min left`;
  };
  return {
    begin: (name: string) => show((current = `[${(step += 1)}/${steps}${left()}] ${name}`)),
    detail: (what: string) => void (interactive && show(`${current}: ${what}`)),
    end: () => void (interactive && errors.write('\r\u001b[2K')),
  };
}
