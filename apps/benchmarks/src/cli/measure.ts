import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';

import { loadavg } from 'node:os';

import type { Console } from '@tfjs-stn-apps/app-tools/console';

import { useBackend } from '../contestants/tfjs-host.js';
import { findPython } from '../peers/torch.js';
import { describeMachine, softwareVersions } from '../results/machine.js';
import { timingSettings, type BenchmarkResults } from '../results/results.js';
import { runAll, type Observer } from '../timing/run-all.js';
import type { Options } from './options.js';
import { makePlan } from './plan.js';

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
  const { backend, equalThreads } = options;
  try {
    const plan = await makePlan(options, python);
    const load = loadavg()[0] ?? NaN;
    const settings = {
      ...timingSettings(options),
      ...(backend && { backends: [...backend] }),
      ...(equalThreads && { equalThreads }),
    };
    const software = await softwareVersions(python, options.browser);
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
