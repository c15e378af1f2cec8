import { Writable } from 'node:stream';

import { run } from '../src/cli/run.js';

/** What a run has printed, and how it ended. */
export interface RunOutcome {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/**
 * Runs the program in this process, so that tests need no build.
 *
 * @param onProgress is told what comes on the error stream
 */
export async function runInProcess(
  args: readonly string[],
  signal: AbortSignal = new AbortController().signal,
  onProgress: (text: string) => void = () => undefined,
): Promise<RunOutcome> {
  const output = collector();
  const errors = collector(onProgress);
  const console = { output, errors, interactive: false, columns: 100 };
  const code = await run(args, { console, signal });
  return { code, output: output.text(), errors: errors.text() };
}

function collector(listen?: (text: string) => void): Writable & { text(): string } {
  const chunks: string[] = [];
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk.toString());
      listen?.(chunk.toString());
      done();
    },
  });
  return Object.assign(stream, { text: () => chunks.join('') });
}
