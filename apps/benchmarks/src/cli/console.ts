import type { Writable } from 'node:stream';

/** Where a run writes to. */
export interface Console {
  readonly output: Writable;
  readonly errors: Writable;
  /** A terminal for people, on which a line can be redrawn. */
  readonly interactive: boolean;
  /** Characters in a line. */
  readonly columns: number;
}

/** The console of this process; not interactive in pipes, logs and continuous integration. */
export function processConsole(): Console {
  const { stdout, stderr, env } = process;
  const continuousIntegration = (env['CI'] ?? '') !== '' && env['CI'] !== 'false';
  return {
    output: stdout,
    errors: stderr,
    interactive: stderr.isTTY && env['TERM'] !== 'dumb' && !continuousIntegration,
    columns: stdout.columns ?? 100,
  };
}
