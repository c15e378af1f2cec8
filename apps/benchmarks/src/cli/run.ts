import type { Console } from '@tfjs-stn-apps/app-tools/console';
import { UserError } from '@tfjs-stn-apps/app-tools/user-error';

import { parseOptions } from './parse-options.js';
import { perform } from './perform.js';

/** What a run needs from the process around it. */
export interface RunContext {
  readonly console: Console;
  /** Stops the run; what is measured by then is reported. */
  readonly signal: AbortSignal;
}

/**
 * The whole program.
 *
 * @param args the command line without node and script
 * @returns the exit code: 0; 1 after an error or a loss; 130 if stopped
 */
export async function run(args: readonly string[], context: RunContext): Promise<number> {
  const { console } = context;
  try {
    const request = parseOptions(args, console.columns);
    if (request.kind === 'run') return await perform(request.options, context);
    console.output.write(request.text);
    return 0;
  } catch (error) {
    console.errors.write(`${describe(error)}\n`);
    return 1;
  }
}

/** The first lines only: left to itself, an error would print the whole of OpenCV.js before it. */
function describe(error: unknown): string {
  if (error instanceof UserError) return error.message;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text
    .split('\n')
    .map((line) => line.slice(0, 200))
    .slice(0, 12)
    .join('\n');
}
