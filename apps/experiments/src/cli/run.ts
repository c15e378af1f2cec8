import type { Console } from '@tfjs-stn-apps/app-tools/console';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import type { JobRunner } from '../jobs/job.js';
import { parseOptions } from './parse-options.js';
import { runExperiment } from './run-experiment.js';

/** What a run needs from the process around it. */
export interface RunContext {
  readonly console: Console;
  readonly runJob: JobRunner;
  /** Stops the run and keeps its checkpoints. */
  readonly signal: AbortSignal;
}

/** What a shell expects of a program that Ctrl-C has stopped. */
const INTERRUPTED = 130;

/**
 * The whole program.
 *
 * @param args the command line without node and script
 * @returns the exit code: 0, 1 after an error, 130 if stopped
 */
export async function run(args: readonly string[], context: RunContext): Promise<number> {
  const { console, signal } = context;
  try {
    const request = parseOptions(args, console.columns);
    if (request.kind === 'text') {
      console.output.write(request.text);
      return 0;
    }
    await runExperiment(request.options, context);
    return signal.aborted ? INTERRUPTED : 0;
  } catch (error) {
    console.errors.write(`${describe(error)}\n`);
    return 1;
  }
}

function describe(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  if (process.env['DEBUG']) return stack;
  const [line = ''] = stack.split('\n', 1);
  return `The program has failed: ${line}. This is a fault of its own; please report it, with what DEBUG=1 shows besides`;
}
